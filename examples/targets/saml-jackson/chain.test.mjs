// The chain as an identity provider and a browser see it, started in the folder that holds its packages (npm test does
// that): what comes by SCIM shows in the application, and who is gone there is logged out. Nothing of idproctor is used.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createHmac } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";
import { makeKey, metadata, requestId, response } from "../server/test_idp.mjs";

const PATCH_OP = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
const folder = mkdtempSync(join(tmpdir(), "example-target-"));
const said = {};
let server, base, key;

before(async () => {
  server = spawn(process.execPath, ["../server.mjs"], {
    env: { ...process.env, PORT: "0" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  for await (const line of createInterface({ input: server.stdout })) {
    const [, name, value] = /^export (\w+)='([^']*)'$/.exec(line) ?? [];
    if (name) said[name] = value;
    base = /^listening on (http:\/\/127\.0\.0\.1:\d+)$/.exec(line)?.[1];
    if (base) break;
  }
  assert.ok(base, "the server did not start");
  key = makeKey(folder, "trusted");
});
after(() => {
  server.kill();
  rmSync(folder, { recursive: true });
});

const asAdmin = () => ({ Authorization: `Api-Key ${said.POLIS_API_KEY}` });
const get = async (path, headers) => {
  const answer = await fetch(base + path, { headers, redirect: "manual" });
  return { status: answer.status, json: await answer.json().catch(() => undefined) };
};
const inTheApplication = async (email, appKey = said.APP_KEY) =>
  (await get(`/users?email=${encodeURIComponent(email)}`, { Authorization: `Bearer ${appKey}` })).json.users[0];

async function scim(method, path, body) {
  const answer = await fetch(`${base}/api/scim/v2.0/${said.DIRECTORY}${path}`, {
    method,
    body: JSON.stringify(body),
    headers: { Authorization: `Bearer ${said.SCIM_TOKEN}`, "Content-Type": "application/scim+json" },
  });
  assert.ok(answer.ok, `${method} ${path}: ${answer.status}`);
  return answer.json();
}
const change = (...operations) => ({ schemas: [PATCH_OP], Operations: operations });
const createUser = (email) =>
  scim("POST", "/Users", { userName: email, emails: [{ value: email, primary: true }], active: true });

/** A browser: cookies, and no redirect that it follows by itself. */
function browser() {
  const cookies = new Map();
  return async (url, options = {}) => {
    const cookie = [...cookies].map((pair) => pair.join("=")).join("; ");
    const answer = await fetch(new URL(url, base), { ...options, redirect: "manual", headers: { cookie } });
    // Joined, since Node.js 18 has no getSetCookie; none of these cookies has a comma in it.
    for (const line of answer.headers.get("set-cookie")?.split(", ") ?? []) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
      cookies.set(name, value);
    }
    const location = answer.headers.get("location");
    return { status: answer.status, location: location && new URL(location, base), text: await answer.text() };
  };
}

/** From the application to the identity provider and back to the application's callback, which is not opened yet. */
async function toTheCallback(open, email) {
  const authorize = (await open("/login")).location;
  const atIdp = (await open(authorize)).location;
  assert.equal(atIdp.origin, "https://idp.example");
  const [, audience] = / entityID="([^"]+)"/.exec(await (await fetch(`${base}/.well-known/sp-metadata`)).text());
  const acs = `${base}/api/oauth/saml`;
  const xml = response({ acs, audience, signer: key, inResponseTo: requestId(atIdp), user: email });
  const body = new URLSearchParams({
    SAMLResponse: Buffer.from(xml).toString("base64"), RelayState: atIdp.searchParams.get("RelayState"),
  });
  return (await open(acs, { method: "POST", body })).location;
}

test("an administrator makes the connection, and nobody else", async () => {
  const connection = JSON.stringify({
    tenant: "first", product: "example", defaultRedirectUrl: `${base}/callback`, redirectUrl: [`${base}/callback`],
    rawMetadata: metadata(key),
  });
  const post = (headers) => fetch(`${base}/api/v1/sso`, { method: "POST", body: connection, headers });
  assert.equal((await post({})).status, 401);
  assert.equal((await post({ Authorization: "Api-Key another" })).status, 401);
  assert.equal((await post(asAdmin())).status, 200);
});

test("who is provisioned logs in, and who is deactivated is logged out", async () => {
  const email = "alice@example.com";
  const { id } = await createUser(email);
  assert.equal((await inTheApplication(email)).state, "active");
  assert.equal(await inTheApplication(email, said.SECOND_APP_KEY), undefined);
  const open = browser();
  await open(await toTheCallback(open, email));
  assert.equal(JSON.parse((await open("/whoami")).text).email, email);

  await scim("PATCH", `/Users/${id}`, change({ op: "replace", path: "active", value: false }));
  assert.equal((await inTheApplication(email)).state, "inactive");
  assert.equal((await open("/whoami")).status, 401);
  const again = browser();
  assert.equal((await again(await toTheCallback(again, email))).status, 403);
  assert.equal((await again("/whoami")).status, 401);
});

test("the callback is for the browser that asked, and once", async () => {
  const email = "bob@example.com";
  await createUser(email);
  const [open, another] = [browser(), browser()];
  assert.equal((await open("/callback")).status, 400);
  const callback = await toTheCallback(open, email);
  assert.equal((await another(callback)).status, 403);
  assert.equal((await open(callback)).status, 303);
  assert.equal((await open(callback)).status, 403);
  assert.equal((await open("/whoami")).status, 200);
  await open("/logout");
  assert.equal((await open("/whoami")).status, 401);
});

test("a group carries its role as long as it lasts", async () => {
  const email = "carol@example.com";
  const user = await createUser(email);
  const group = await scim("POST", "/Groups", { displayName: "Admins of everything" });
  assert.equal((await inTheApplication(email)).role, "member");
  await scim("PATCH", `/Groups/${group.id}`, change({ op: "add", path: "members", value: [{ value: user.id }] }));
  assert.deepEqual((await inTheApplication(email)).groups, ["Admins of everything"]);
  assert.equal((await inTheApplication(email)).role, "admin");
  const members = await get(`/api/v1/dsync/groups/${group.id}/members?tenant=first&product=example`, asAdmin());
  assert.deepEqual(members.json.data, [{ user_id: user.id }]);
  await scim("DELETE", `/Groups/${group.id}`);
  assert.equal((await inTheApplication(email)).role, "member");
});

test("a webhook counts when it is signed, once, and in its order", async () => {
  const email = "dora@example.com";
  const event = (active) => JSON.stringify({
    directory_id: said.DIRECTORY, event: active ? "user.created" : "user.updated", tenant: "first", product: "example",
    data: { id: "d", email, active, raw: {} },
  });
  const sign = (body, time, secret = said.WEBHOOK_SECRET) =>
    `t=${time},s=${createHmac("sha256", secret).update(`${time}.${body}`).digest("hex")}`;
  const post = async (body, header) =>
    (await fetch(`${base}/webhooks`, { method: "POST", body, headers: { "BoxyHQ-Signature": header } })).status;
  const now = Date.now();
  const [old, future] = [sign(event(true), now - 600_000), sign(event(true), now + 600_000)];
  for (const header of ["", "t=1", sign(event(true), now, "another"), old, future]) {
    assert.equal(await post(event(true), header), 400);
  }
  assert.equal(await post(event(true) + " ", sign(event(true), now)), 400);
  assert.equal(await inTheApplication(email), undefined);
  const created = sign(event(true), now - 2000);
  assert.equal(await post(event(true), created), 200);
  assert.equal(await post(event(false), sign(event(false), now)), 200);
  assert.equal((await inTheApplication(email)).state, "inactive");
  assert.equal(await post(event(true), created), 200); // again
  assert.equal(await post(event(true), sign(event(true), now - 1000)), 200); // late
  assert.equal((await inTheApplication(email)).state, "inactive");
});
