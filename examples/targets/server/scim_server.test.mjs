// Any of the SCIM servers as an identity provider's client sees it, started in the folder that holds its packages
// (npm test does that) and addressed as its target file says: nothing of idproctor is used here.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";

const USER = "urn:ietf:params:scim:schemas:core:2.0:User";
const PATCH_OP = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
const environment = {};
let server, first, second;

/** The two tenants of the target file, its ${env:NAME} filled in with what the server printed. */
function readTenants() {
  const text = readFileSync("../target.yaml", "utf8")
    .replace(/\$\{env:(\w+)\}/g, (whole, name) => environment[name] ?? assert.fail(`the server did not say ${name}`));
  const tenants = [...text.matchAll(/^ *- \{ base_url: "([^"]+)", token: "([^"]+)" \}$/gm)];
  assert.equal(tenants.length, 2);
  assert.match(text, new RegExp(`^  base_url: ${tenants[0][1].replace(/[.?]/g, "\\$&")}$`, "m"), "scim is the first tenant");
  return tenants.map(([, base, token]) => ({ base, token }));
}

before(async () => {
  server = spawn(process.execPath, ["../server.mjs"], {
    env: { ...process.env, PORT: "0" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let base;
  for await (const line of createInterface({ input: server.stdout })) {
    const [, name, value] = /^export (\w+)='([^']*)'$/.exec(line) ?? [];
    if (name) environment[name] = value;
    base = /^listening on (http:\/\/127\.0\.0\.1:\d+)$/.exec(line)?.[1];
    if (base) break;
  }
  assert.ok(base, "the server did not start");
  [first, second] = readTenants();
});
after(() => server.kill());

/** The query string of the base URL stays behind every path. */
async function ask({ base, token }, method, path, body) {
  const url = new URL(base);
  const [pathname, query] = path.split("?");
  url.pathname = url.pathname.replace(/\/$/, "") + pathname;
  url.search = [url.search.slice(1), query].filter(Boolean).join("&");
  const headers = { ...(token && { Authorization: `Bearer ${token}` }), ...(body && { "Content-Type": "application/scim+json" }) };
  const answer = await fetch(url, { method, headers, body: typeof body === "object" ? JSON.stringify(body) : body });
  const text = await answer.text();
  return { status: answer.status, json: text ? JSON.parse(text) : undefined };
}

test("the endpoint that the library gives out is the base URL of the target file", (t) => {
  if (!environment.SCIM_ENDPOINT) return t.skip("the library gives out none");
  assert.equal(first.base, environment.SCIM_ENDPOINT);
});

test("only the directory's own token opens it", async () => {
  for (const token of [undefined, "another", second.token]) {
    assert.equal((await ask({ ...first, token }, "GET", "/Users?startIndex=1&count=1")).status, 401);
  }
  assert.equal((await ask(first, "GET", "/Users?startIndex=1&count=1")).status, 200);
});

test("a user is created, found, deactivated and deleted", async () => {
  const userName = "alice@example.com";
  const user = { schemas: [USER], userName, name: { givenName: "Alice", familyName: "Smith" }, active: true };
  const created = await ask(first, "POST", "/Users", user);
  assert.equal(created.status, 201);
  const { id } = created.json;
  assert.equal((await ask(first, "GET", `/Users/${id}`)).json.userName, userName);
  assert.equal((await ask(second, "GET", `/Users/${id}`)).status, 404);
  const found = await ask(first, "GET", `/Users?filter=${encodeURIComponent(`userName eq "${userName}"`)}`);
  assert.deepEqual([found.json.totalResults, found.json.Resources[0].id], [1, id]);
  const patch = { schemas: [PATCH_OP], Operations: [{ op: "replace", path: "active", value: false }] };
  assert.ok((await ask(first, "PATCH", `/Users/${id}`, patch)).status < 300);
  assert.equal((await ask(first, "GET", `/Users/${id}`)).json.active, false);
  assert.ok((await ask(first, "DELETE", `/Users/${id}`)).status < 300);
  assert.equal((await ask(first, "GET", `/Users/${id}`)).status, 404);
});

test("what is no JSON is refused, and the server goes on", async () => {
  assert.equal((await ask(first, "POST", "/Users", "{")).status, 400);
  assert.equal((await ask(first, "GET", "/Users")).status, 200);
});
