// Any of the servers as a browser sees it, started in the folder that holds its packages (npm test does that), with
// Responses that this test signs itself: nothing of idproctor and no SAML library is used here.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";
import { makeKey, metadata, requestId, response as signedResponse } from "./test_idp.mjs";

const folder = mkdtempSync(join(tmpdir(), "example-target-"));
let server, base;

before(async () => {
  server = spawn(process.execPath, ["../server.mjs"], {
    env: { ...process.env, PORT: "0", IDP_METADATA: join(folder, "idp.xml") },
    stdio: ["ignore", "pipe", "inherit"],
  });
  for await (const line of createInterface({ input: server.stdout })) {
    base = /^listening on (http:\/\/127\.0\.0\.1:\d+)$/.exec(line)?.[1];
    if (base) break;
  }
  assert.ok(base, "the server did not start");
});
after(() => {
  server.kill();
  rmSync(folder, { recursive: true });
});

const response = (how) => signedResponse({ acs: `${base}/saml/acs`, audience: `${base}/saml/metadata`, ...how });

async function post(xml) {
  const answer = await fetch(`${base}/saml/acs`, {
    method: "POST",
    redirect: "manual",
    body: new URLSearchParams({ SAMLResponse: Buffer.from(xml).toString("base64") }),
  });
  const cookie = answer.headers.get("set-cookie")?.split(";")[0] ?? "";
  const whoami = await fetch(`${base}/whoami`, { headers: { cookie } });
  return { status: answer.status, text: await answer.text(), whoami: whoami.status, user: await whoami.json(), cookie };
}

test("without metadata a login says what is missing, and the SP's own metadata is there already", async () => {
  const answer = await fetch(`${base}/login`, { redirect: "manual" });
  assert.equal(answer.status, 500);
  assert.match(await answer.text(), /idp\.xml/);
  assert.match(await (await fetch(`${base}/saml/metadata`)).text(), new RegExp(`Location="${base}/saml/acs"`));
});

test("logins are judged by the library", async (t) => {
  const [trusted, stranger] = [makeKey(folder, "trusted"), makeKey(folder, "stranger")];
  writeFileSync(join(folder, "idp.xml"), metadata(trusted));

  await t.test("IdP-initiated: accepted, and logging out ends the session", async () => {
    const login = await post(response({ signer: trusted }));
    assert.equal(login.status, 303, login.text);
    assert.equal(login.user.name_id, "alice@example.com");
    const page = await (await fetch(`${base}/`, { headers: { cookie: login.cookie } })).text();
    assert.match(page, /Logged in as <b>alice@example\.com<\/b>/);
    await fetch(`${base}/logout`, { headers: { cookie: login.cookie } });
    assert.equal((await fetch(`${base}/whoami`, { headers: { cookie: login.cookie } })).status, 401);
  });

  await t.test("SP-initiated: accepted as the answer to its own request", async () => {
    const redirect = await fetch(`${base}/login`, { redirect: "manual" });
    const location = new URL(redirect.headers.get("location"));
    assert.equal(location.origin + location.pathname, "https://idp.example/sso");
    const answer = response({ signer: trusted, inResponseTo: requestId(location) });
    assert.equal((await post(answer)).user.name_id, "alice@example.com");
  });

  const refusals = {
    "no signature": () => response({}),
    "a stranger's key": () => response({ signer: stranger }),
    "a name identifier changed after signing": () =>
      response({ signer: trusted }).replace("alice@example.com</saml:NameID>", "admin@example.com</saml:NameID>"),
    "no XML at all": () => "hello",
  };
  for (const [what, make] of Object.entries(refusals)) {
    await t.test(`refused: ${what}`, async () => {
      const login = await post(make());
      assert.equal(login.status, 403);
      assert.match(login.text, /^Login refused: /);
      assert.equal(login.whoami, 401);
    });
  }
});
