// Any of the servers as a browser sees it, started in the folder that holds its packages (npm test does that), with
// Responses that this test signs itself: nothing of idproctor and no SAML library is used here. What is written below
// is in exclusive canonical form already, so it is signed as it stands.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { createHash, createSign } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";
import { inflateRawSync } from "node:zlib";

const IDP = "https://idp.example/metadata";
const EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#";
const ENVELOPED = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";
const folder = mkdtempSync(join(tmpdir(), "example-target-"));
let server, base;

function makeKey(name) {
  const [key, certificate] = [join(folder, `${name}.key`), join(folder, `${name}.crt`)];
  execFileSync("openssl", ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", `/CN=${name}`,
    "-keyout", key, "-out", certificate], { stdio: "ignore" });
  const der = readFileSync(certificate, "utf8").replace(/-----[^-]+-----|\s/g, "");
  return { key: readFileSync(key, "utf8"), certificate: der };
}

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

const time = (minutes) => new Date(Date.now() + minutes * 60_000).toISOString();

function assertion(answers, signature) {
  const attribute = answers ? ` InResponseTo="${answers}"` : "";
  return `<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_a" IssueInstant="${time(0)}" Version="2.0">` +
    `<saml:Issuer>${IDP}</saml:Issuer>${signature}<saml:Subject>` +
    `<saml:NameID Format="urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress">alice@example.com</saml:NameID>` +
    `<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">` +
    `<saml:SubjectConfirmationData${attribute} NotOnOrAfter="${time(5)}" Recipient="${base}/saml/acs"></saml:SubjectConfirmationData>` +
    `</saml:SubjectConfirmation></saml:Subject><saml:Conditions NotBefore="${time(-5)}" NotOnOrAfter="${time(5)}">` +
    `<saml:AudienceRestriction><saml:Audience>${base}/saml/metadata</saml:Audience></saml:AudienceRestriction></saml:Conditions>` +
    `<saml:AuthnStatement AuthnInstant="${time(0)}" SessionIndex="_s"><saml:AuthnContext><saml:AuthnContextClassRef>` +
    `urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport</saml:AuthnContextClassRef></saml:AuthnContext>` +
    `</saml:AuthnStatement></saml:Assertion>`;
}

/** ds:Signature over the assertion, its XML written as canonicalization would write it. */
function signature(signed, { key, certificate }) {
  const digest = createHash("sha256").update(signed).digest("base64");
  const info = `<ds:SignedInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#">` +
    `<ds:CanonicalizationMethod Algorithm="${EXCLUSIVE}"></ds:CanonicalizationMethod>` +
    `<ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"></ds:SignatureMethod>` +
    `<ds:Reference URI="#_a"><ds:Transforms><ds:Transform Algorithm="${ENVELOPED}"></ds:Transform>` +
    `<ds:Transform Algorithm="${EXCLUSIVE}"></ds:Transform></ds:Transforms>` +
    `<ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"></ds:DigestMethod>` +
    `<ds:DigestValue>${digest}</ds:DigestValue></ds:Reference></ds:SignedInfo>`;
  const value = createSign("RSA-SHA256").update(info).sign(key, "base64");
  return `<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#">${info}<ds:SignatureValue>${value}</ds:SignatureValue>` +
    `<ds:KeyInfo><ds:X509Data><ds:X509Certificate>${certificate}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></ds:Signature>`;
}

function response({ signer, inResponseTo }) {
  const plain = assertion(inResponseTo, "");
  const issuer = `<saml:Issuer>${IDP}</saml:Issuer>`;
  const signed = signer ? plain.replace(issuer, issuer + signature(plain, signer)) : plain;
  const answers = inResponseTo ? ` InResponseTo="${inResponseTo}"` : "";
  return `<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="_r" Version="2.0"
    IssueInstant="${time(0)}" Destination="${base}/saml/acs"${answers}>
  <saml:Issuer xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">${IDP}</saml:Issuer>
  <samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>
  ${signed}</samlp:Response>`;
}

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
  const [trusted, stranger] = [makeKey("trusted"), makeKey("stranger")];
  writeFileSync(join(folder, "idp.xml"), `<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="${IDP}">
  <md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
    <md:KeyDescriptor use="signing">
      <ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#">
        <ds:X509Data><ds:X509Certificate>${trusted.certificate}</ds:X509Certificate></ds:X509Data>
      </ds:KeyInfo>
    </md:KeyDescriptor>
    <md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="https://idp.example/sso"/>
  </md:IDPSSODescriptor>
</md:EntityDescriptor>`);

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
    const request = inflateRawSync(Buffer.from(location.searchParams.get("SAMLRequest"), "base64")).toString();
    const answer = response({ signer: trusted, inResponseTo: / ID="([^"]+)"/.exec(request)[1] });
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
