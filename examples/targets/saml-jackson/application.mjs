// A small application behind saml-jackson. It knows people by webhooks alone, and lets in who is in its table and
// active: the identity provider says who somebody is, and the directory says whether they are still there.
import { randomBytes } from "node:crypto";
import { html, json, redirect, route, text } from "./http.mjs";
import { makeUsers } from "./users.mjs";
import { makeInbox, verify } from "./webhooks.mjs";

const LOGIN_LASTS = 10 * 60_000; // milliseconds
/** The NameID, in the claims as they came. The library's `id` and `email` may be of attributes. */
const NAME_ID = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/nameidentifier";

const random = () => randomBytes(32).toString("hex");
const cookie = (request, name) =>
  new RegExp(`(?:^|;\\s*)${name}=([0-9a-f]{64})`).exec(request.headers.cookie ?? "")?.[1];
const setCookie = (name, value) => `${name}=${value}; HttpOnly; SameSite=Lax; Path=/`;
const refused = (why, status = 403) => ({ ...html`<title>No login</title><p>Nobody was logged in: ${why}`, status });

/** What the broker says of whoever came back with this code. OAuth 2.0 as Polis documents it: tenant and product say
 *  which connection is meant, and the secret is `clientSecretVerifier` then. */
async function whoIsIt({ base, product, clientSecret }, tenant, code) {
  const token = await fetch(`${base}/api/oauth/token`, {
    method: "POST",
    body: new URLSearchParams({
      grant_type: "authorization_code", client_id: `tenant=${tenant}&product=${product}`, client_secret: clientSecret,
      redirect_uri: `${base}/callback`, code,
    }),
  });
  if (!token.ok) throw new Error(`the code is not good (${await token.text()})`);
  const { access_token } = await token.json();
  const profile = await fetch(`${base}/api/oauth/userinfo`, { headers: { Authorization: `Bearer ${access_token}` } });
  if (!profile.ok) throw new Error("the broker does not say who it is");
  return profile.json();
}

/**
 * `settings`: base (URL), product, clientSecret, webhookSecret, and keys: { tenant: key of its administrators }.
 * Answers what is the application's, and nothing else.
 */
export function makeApplication(settings) {
  const { base, product, webhookSecret, keys } = settings;
  const sessions = new Map(); // cookie -> user
  const logins = new Map(); // state -> { browser, tenant, until }
  const isNew = makeInbox();
  const users = makeUsers((gone) => {
    for (const [id, user] of sessions) if (user === gone) sessions.delete(id);
  });
  const whoami = (request) => sessions.get(cookie(request, "session"));

  function login({ query: { tenant = Object.keys(keys)[0] } }) {
    if (!Object.hasOwn(keys, tenant)) return refused("there is no such tenant", 404);
    for (const [state, { until }] of logins) if (until < Date.now()) logins.delete(state);
    const [state, browser] = [random(), random()];
    logins.set(state, { browser, tenant, until: Date.now() + LOGIN_LASTS });
    const query = new URLSearchParams({
      response_type: "code", client_id: `tenant=${tenant}&product=${product}`, redirect_uri: `${base}/callback`, state,
    });
    return redirect(`${base}/api/oauth/authorize?${query}`, [setCookie("login", browser)]);
  }

  async function callback(request) {
    const { code, state, error, error_description } = request.query;
    if (error) return refused(error_description ?? error);
    if (!code) return refused("no code came", 400);
    const begun = logins.get(state);
    // Only the browser that asked may bring the answer, and once.
    const isOurs = begun?.browser === cookie(request, "login") && begun?.until > Date.now();
    if (!isOurs) return refused("this login was not begun here");
    logins.delete(state);
    const profile = await whoIsIt(settings, begun.tenant, code).catch((failure) => failure);
    if (profile instanceof Error) return refused(profile.message);
    const name = profile.raw[NAME_ID]; // what Entra ID sends as userName too: one name on both ways
    const user = users.find(begun.tenant, "user_name", name);
    if (!user?.active) return refused(`${name} has no active account`);
    const id = random();
    sessions.delete(cookie(request, "session"));
    sessions.set(id, user);
    return redirect("/", [setCookie("session", id), "login=; Max-Age=0; Path=/"]);
  }

  function webhook(request) {
    const signature = request.headers["boxyhq-signature"];
    const time = verify(webhookSecret, signature, request.body);
    if (time === undefined) return text("The signature is not good.\n", 400);
    const events = [].concat(JSON.parse(request.body)); // with dsync.webhookBatchSize it is a list
    if (!isNew(signature, time)) return text("This came before.\n");
    for (const event of events) users.apply(event, time);
    return text("Thank you.\n");
  }

  /** A tenant's key shows that tenant's users, and those of no other. */
  function list(request) {
    const tenant = Object.keys(keys).find((name) => request.headers.authorization === `Bearer ${keys[name]}`);
    if (!tenant) return json({ error: "This needs a tenant's key." }, 401);
    const { email } = request.query;
    const found = email === undefined ? users.all(tenant) : [users.find(tenant, "email", email)].filter(Boolean);
    return json({ users: found.map(users.show) });
  }

  return route({
    "GET /": (request) => {
      const user = whoami(request);
      return user
        ? html`<title>Example</title><p>Logged in as <b>${user.email}</b>. <a href="/logout">Log out</a>`
        : html`<title>Example</title><p>Nobody is logged in. <a href="/login">Log in</a>`;
    },
    "GET /whoami": (request) => {
      const user = whoami(request);
      return user ? json(users.show(user)) : json({ error: "nobody is logged in" }, 401);
    },
    "GET /login": login,
    "GET /callback": callback,
    "GET /logout": (request) => {
      sessions.delete(cookie(request, "session"));
      return redirect("/", ["session=; Max-Age=0; Path=/"]);
    },
    "POST /webhooks": webhook,
    "GET /users": list,
  });
}
