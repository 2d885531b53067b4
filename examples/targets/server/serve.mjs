// What the example service providers have in common: pages, cookies and sessions in memory, on 127.0.0.1 only. No
// SAML is understood here; every decision about a message is the library's that the example is about.
//
//   PORT          where to listen on 127.0.0.1; 0 (the default) lets the system choose
//   IDP_METADATA  the identity provider's metadata, a file that may appear after the start (idp-metadata.xml)
//   SP_ENTITY_ID  this service provider's name (default: its metadata URL)
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { join } from "node:path";

const LARGEST_FORM = 4 << 20;

/** Loads a package of the folder that the server is started in: one server, one folder a version of the library. */
export const load = createRequire(join(process.cwd(), "package.json"));

/** The identity provider's metadata as it was written. */
export const idpMetadata = () => readFileSync(process.env.IDP_METADATA ?? "idp-metadata.xml", "utf8");

/** Made when it is first asked for, and kept: the identity provider's metadata may be late. */
export function later(make) {
  let made;
  return () => (made ??= make());
}

const escapeHtml = (text) => String(text).replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
const sessions = new Map();
const sessionId = (request) => /(?:^|;\s*)session=([0-9a-f]{64})/.exec(request.headers.cookie ?? "")?.[1];
const page = (type, body, status = 200) => ({ status, headers: { "Content-Type": type }, body });
const redirect = (location, cookie) => ({
  status: 303, headers: { Location: location, ...(cookie && { "Set-Cookie": `${cookie}; HttpOnly; SameSite=Lax; Path=/` }) },
});

async function form(request) {
  let text = "";
  for await (const chunk of request.setEncoding("utf8")) {
    text += chunk;
    if (text.length > LARGEST_FORM) throw new Error("the form is too large");
  }
  return Object.fromEntries(new URLSearchParams(text));
}

/** The pages. `provider` has metadata(), loginUrl() and consume(form), which returns the user or throws. */
function routes(title, provider) {
  return {
    "GET /": (request) => {
      const user = sessions.get(sessionId(request));
      const who = user
        ? `<p>Logged in as <b>${escapeHtml(user.name_id)}</b>. <a href="/logout">Log out</a>`
        : `<p>Nobody is logged in. <a href="/login">Log in</a>`;
      return page("text/html", `<!doctype html><meta charset="utf-8"><title>${title}</title><h1>${title}</h1>${who}`);
    },
    "GET /whoami": (request) => {
      const user = sessions.get(sessionId(request));
      return page("application/json", JSON.stringify(user ?? { error: "nobody is logged in" }), user ? 200 : 401);
    },
    "GET /login": async () => redirect(await provider.loginUrl()),
    "GET /logout": (request) => {
      sessions.delete(sessionId(request));
      return redirect("/", "session=; Max-Age=0");
    },
    "GET /saml/metadata": () => page("application/samlmetadata+xml", provider.metadata()),
    "POST /saml/acs": async (request) => {
      let user;
      try {
        user = await provider.consume(await form(request));
      } catch (error) {
        return page("text/plain", `Login refused: ${error?.message ?? error}\n`, 403);
      }
      const id = randomBytes(32).toString("hex");
      sessions.delete(sessionId(request));
      sessions.set(id, user);
      return redirect("/", `session=${id}`);
    },
  };
}

async function answer(pages, request) {
  const handle = pages[`${request.method} ${request.url.split("?")[0]}`];
  if (!handle) return page("text/plain", "There is no such page.\n", 404);
  try {
    return await handle(request);
  } catch (error) {
    return page("text/plain", `${error?.message ?? error}\n`, 500);
  }
}

/** Listens, says where on stdout, then serves. `makeProvider` is given this service provider's names. */
export function serve(title, makeProvider) {
  let pages;
  const server = createServer(async (request, response) => {
    const { status, headers, body } = await answer(pages, request);
    response.writeHead(status, { "Cache-Control": "no-store", ...headers }).end(body);
  });
  server.keepAliveTimeout = 0; // idle connections stay: closing one just when a request is on its way loses the request
  server.listen(Number(process.env.PORT ?? 0), "127.0.0.1", () => {
    const base = `http://127.0.0.1:${server.address().port}`;
    const self = { entityId: process.env.SP_ENTITY_ID ?? `${base}/saml/metadata`, acsUrl: `${base}/saml/acs` };
    pages = routes(title, makeProvider(self));
    console.log(`listening on ${base}`);
  });
}
