// A small SAML service provider on Express and @node-saml/node-saml, set up as the library's documentation says.
// Every decision about a SAML message is the library's: nothing is checked here before or after it.
//
//   PORT          where to listen on 127.0.0.1; 0 (the default) lets the system choose
//   IDP_METADATA  the identity provider's metadata, a file that may appear after the start (idp-metadata.xml)
//   SP_ENTITY_ID  this service provider's name (default: its metadata URL)
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";

import { SAML, ValidateInResponseTo, generateServiceProviderMetadata } from "@node-saml/node-saml";
import { DOMParser } from "@xmldom/xmldom";
import express from "express";

const MD = "urn:oasis:names:tc:SAML:2.0:metadata";
const DS = "http://www.w3.org/2000/09/xmldsig#";
const REDIRECT = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect";
const EMAIL_CLAIM = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress";

/** What an IdP's metadata says: entity ID, HTTP-Redirect single sign-on URL, signing certificates. */
function readIdentityProvider(file) {
  const root = new DOMParser().parseFromString(readFileSync(file, "utf8"), "text/xml").documentElement;
  const all = (parent, namespace, name) => Array.from(parent.getElementsByTagNameNS(namespace, name));
  const sso = all(root, MD, "SingleSignOnService").find((s) => s.getAttribute("Binding") === REDIRECT);
  const certificates = all(root, MD, "KeyDescriptor")
    .filter((key) => key.getAttribute("use") !== "encryption")
    .flatMap((key) => all(key, DS, "X509Certificate"))
    .map((certificate) => certificate.textContent.replace(/\s+/g, ""));
  if (!sso || certificates.length === 0) {
    throw new Error(`${file} has no HTTP-Redirect SingleSignOnService or no signing certificate.`);
  }
  return { entityId: root.getAttribute("entityID"), ssoUrl: sso.getAttribute("Location"), certificates };
}

let self; // { issuer, callbackUrl }, known once the port is
let library; // made at the first login and kept, because it remembers which requests are open
function saml() {
  if (!library) {
    const idp = readIdentityProvider(process.env.IDP_METADATA ?? "idp-metadata.xml");
    library = new SAML({
      ...self, // the issuer is also the audience that the library expects
      entryPoint: idp.ssoUrl,
      idpIssuer: idp.entityId,
      idpCert: idp.certificates,
      wantAssertionsSigned: true, // the default
      wantAuthnResponseSigned: false, // not the default: many identity providers sign the assertion only
      validateInResponseTo: ValidateInResponseTo.ifPresent, // "always" would refuse IdP-initiated logins
    });
  }
  return library;
}

const escapeHtml = (text) => String(text).replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
const sessions = new Map();
const sessionId = (request) => /(?:^|;\s*)session=([0-9a-f]{64})/.exec(request.headers.cookie ?? "")?.[1];
const app = express();
app.disable("x-powered-by");
app.use(express.urlencoded({ extended: false, limit: "1mb" }));
app.use((request, response, next) => {
  request.user = sessions.get(sessionId(request));
  response.set("Cache-Control", "no-store");
  next();
});

app.get("/", (request, response) => {
  const who = request.user
    ? `<p>Logged in as <b>${escapeHtml(request.user.name_id)}</b>. <a href="/logout">Log out</a>`
    : `<p>Nobody is logged in. <a href="/login">Log in</a>`;
  response.send(`<!doctype html><meta charset="utf-8"><title>node-saml example</title><h1>node-saml example</h1>${who}`);
});

app.get("/whoami", (request, response) => {
  if (!request.user) return response.status(401).json({ error: "nobody is logged in" });
  response.json(request.user);
});

app.get("/login", async (request, response) => {
  response.redirect(await saml().getAuthorizeUrlAsync("", undefined, {}));
});

app.post("/saml/acs", async (request, response) => {
  let profile;
  try {
    ({ profile } = await saml().validatePostResponseAsync(request.body ?? {}));
  } catch (error) {
    return response.status(403).type("text").send(`Login refused: ${error.message}\n`);
  }
  if (!profile) return response.status(403).type("text").send("Login refused: the provider named nobody\n");
  const attributes = profile.attributes ?? {};
  const id = randomBytes(32).toString("hex");
  sessions.delete(sessionId(request));
  sessions.set(id, { name_id: profile.nameID, email: profile.email ?? attributes[EMAIL_CLAIM] ?? null, attributes });
  response.cookie("session", id, { httpOnly: true, sameSite: "lax" });
  response.redirect(303, "/");
});

app.get("/saml/metadata", (request, response) => {
  response.type("application/samlmetadata+xml").send(generateServiceProviderMetadata(self));
});

app.get("/logout", (request, response) => {
  sessions.delete(sessionId(request));
  response.clearCookie("session").redirect("/");
});

app.use((error, request, response, next) => {
  const status = error.status ?? 500;
  response.status(status).type("text").send(`${error.message}\n`);
});

const server = app.listen(Number(process.env.PORT ?? 0), "127.0.0.1", (error) => {
  if (error) throw error;
  const base = `http://127.0.0.1:${server.address().port}`;
  self = { issuer: process.env.SP_ENTITY_ID ?? `${base}/saml/metadata`, callbackUrl: `${base}/saml/acs` };
  console.log(`listening on ${base}`);
});
