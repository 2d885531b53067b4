// The server as a browser sees it, with Responses that this test signs itself: nothing of idproctor is used here.
import assert from "node:assert/strict";
import { spawn, execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { inflateRawSync } from "node:zlib";

import { SignedXml } from "xml-crypto";

const IDP = "https://idp.example/metadata";
const folder = mkdtempSync(join(tmpdir(), "node-saml-"));
let server, base;

function makeKey(name) {
  const [key, certificate] = [join(folder, `${name}.key`), join(folder, `${name}.crt`)];
  execFileSync("openssl", ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", `/CN=${name}`,
    "-keyout", key, "-out", certificate], { stdio: "ignore" });
  return { key: readFileSync(key, "utf8"), certificate: readFileSync(certificate, "utf8") };
}

before(async () => {
  server = spawn(process.execPath, ["server.js"], {
    cwd: fileURLToPath(new URL(".", import.meta.url)),
    env: { ...process.env, PORT: "0", IDP_METADATA: join(folder, "idp.xml") },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = await Promise.race([once(server.stdout, "data"), once(server, "exit")]);
  base = /^listening on (http:\/\/127\.0\.0\.1:\d+)\n/.exec(line)[1];
});
after(() => {
  server.kill();
  rmSync(folder, { recursive: true });
});

function response({ key, audience = `${base}/saml/metadata`, inResponseTo }) {
  const time = (minutes) => new Date(Date.now() + minutes * 60_000).toISOString();
  const answers = inResponseTo ? ` InResponseTo="${inResponseTo}"` : "";
  const xml = `<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"
    xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_r" Version="2.0" IssueInstant="${time(0)}"
    Destination="${base}/saml/acs"${answers}>
  <saml:Issuer>${IDP}</saml:Issuer>
  <samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>
  <saml:Assertion ID="_a" Version="2.0" IssueInstant="${time(0)}">
    <saml:Issuer>${IDP}</saml:Issuer>
    <saml:Subject>
      <saml:NameID>alice@example.com</saml:NameID>
      <saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">
        <saml:SubjectConfirmationData Recipient="${base}/saml/acs" NotOnOrAfter="${time(5)}"${answers}/>
      </saml:SubjectConfirmation>
    </saml:Subject>
    <saml:Conditions NotBefore="${time(-5)}" NotOnOrAfter="${time(5)}">
      <saml:AudienceRestriction><saml:Audience>${audience}</saml:Audience></saml:AudienceRestriction>
    </saml:Conditions>
    <saml:AuthnStatement AuthnInstant="${time(0)}">
      <saml:AuthnContext>
        <saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport</saml:AuthnContextClassRef>
      </saml:AuthnContext>
    </saml:AuthnStatement>
    <saml:AttributeStatement>
      <saml:Attribute Name="email"><saml:AttributeValue>alice@example.com</saml:AttributeValue></saml:Attribute>
    </saml:AttributeStatement>
  </saml:Assertion>
</samlp:Response>`;
  if (!key) return xml;
  const signer = new SignedXml({
    privateKey: key,
    signatureAlgorithm: "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
    canonicalizationAlgorithm: "http://www.w3.org/2001/10/xml-exc-c14n#",
  });
  signer.addReference({
    xpath: "//*[local-name()='Assertion']",
    digestAlgorithm: "http://www.w3.org/2001/04/xmlenc#sha256",
    transforms: ["http://www.w3.org/2000/09/xmldsig#enveloped-signature", "http://www.w3.org/2001/10/xml-exc-c14n#"],
  });
  signer.computeSignature(xml, {
    location: { reference: "//*[local-name()='Assertion']/*[local-name()='Issuer']", action: "after" },
  });
  return signer.getSignedXml();
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
  const certificate = trusted.certificate.replace(/-----[^-]+-----/g, "");
  writeFileSync(join(folder, "idp.xml"), `<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="${IDP}">
  <md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
    <md:KeyDescriptor use="signing">
      <ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#">
        <ds:X509Data><ds:X509Certificate>${certificate}</ds:X509Certificate></ds:X509Data>
      </ds:KeyInfo>
    </md:KeyDescriptor>
    <md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="https://idp.example/sso"/>
  </md:IDPSSODescriptor>
</md:EntityDescriptor>`);

  await t.test("IdP-initiated: accepted, and logging out ends the session", async () => {
    const login = await post(response({ key: trusted.key }));
    assert.equal(login.status, 303);
    assert.deepEqual(login.user, { name_id: "alice@example.com", email: "alice@example.com", attributes: { email: "alice@example.com" } });
    const page = await (await fetch(`${base}/`, { headers: { cookie: login.cookie } })).text();
    assert.match(page, /Logged in as <b>alice@example\.com<\/b>/);
    await fetch(`${base}/logout`, { headers: { cookie: login.cookie } });
    assert.equal((await fetch(`${base}/whoami`, { headers: { cookie: login.cookie } })).status, 401);
  });

  await t.test("SP-initiated: accepted once, as the answer to its own request", async () => {
    const redirect = await fetch(`${base}/login`, { redirect: "manual" });
    const location = new URL(redirect.headers.get("location"));
    assert.equal(location.origin + location.pathname, "https://idp.example/sso");
    const request = inflateRawSync(Buffer.from(location.searchParams.get("SAMLRequest"), "base64")).toString();
    const answer = response({ key: trusted.key, inResponseTo: / ID="([^"]+)"/.exec(request)[1] });
    assert.equal((await post(answer)).user.name_id, "alice@example.com");
    assert.equal((await post(answer)).whoami, 401);
  });

  const refusals = {
    "an audience that is not this service provider": () => response({ key: trusted.key, audience: "https://other.example" }),
    "no signature": () => response({}),
    "a stranger's key": () => response({ key: stranger.key }),
    "a name identifier changed after signing": () => response({ key: trusted.key }).replace("alice@example.com</saml:NameID>", "admin@example.com</saml:NameID>"),
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
