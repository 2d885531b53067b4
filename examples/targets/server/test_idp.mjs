// The identity provider of the tests: metadata, and Responses that are signed here, without any library. What is written
// below is in exclusive canonical form already, so it is signed as it stands.
import { execFileSync } from "node:child_process";
import { createHash, createSign } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { inflateRawSync } from "node:zlib";

const IDP = "https://idp.example/metadata";
const EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#";
const ENVELOPED = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";

/** An RSA key in PEM, and its certificate as base64 of DER. */
export function makeKey(folder, name) {
  const [key, certificate] = [join(folder, `${name}.key`), join(folder, `${name}.crt`)];
  execFileSync("openssl", ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", `/CN=${name}`,
    "-keyout", key, "-out", certificate], { stdio: "ignore" });
  const der = readFileSync(certificate, "utf8").replace(/-----[^-]+-----|\s/g, "");
  return { key: readFileSync(key, "utf8"), certificate: der };
}

export const metadata = ({ certificate }) => `<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="${IDP}">
  <md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
    <md:KeyDescriptor use="signing">
      <ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#">
        <ds:X509Data><ds:X509Certificate>${certificate}</ds:X509Certificate></ds:X509Data>
      </ds:KeyInfo>
    </md:KeyDescriptor>
    <md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="https://idp.example/sso"/>
  </md:IDPSSODescriptor>
</md:EntityDescriptor>`;

/** The ID of the AuthnRequest in the URL that a browser is sent to. */
export function requestId(location) {
  const request = inflateRawSync(Buffer.from(location.searchParams.get("SAMLRequest"), "base64")).toString();
  return / ID="([^"]+)"/.exec(request)[1];
}

const time = (minutes) => new Date(Date.now() + minutes * 60_000).toISOString();

function assertion({ acs, audience, user, inResponseTo }) {
  const answers = inResponseTo ? ` InResponseTo="${inResponseTo}"` : "";
  return `<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_a" IssueInstant="${time(0)}" Version="2.0">` +
    `<saml:Issuer>${IDP}</saml:Issuer><saml:Subject>` +
    `<saml:NameID Format="urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress">${user}</saml:NameID>` +
    `<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">` +
    `<saml:SubjectConfirmationData${answers} NotOnOrAfter="${time(5)}" Recipient="${acs}"></saml:SubjectConfirmationData>` +
    `</saml:SubjectConfirmation></saml:Subject><saml:Conditions NotBefore="${time(-5)}" NotOnOrAfter="${time(5)}">` +
    `<saml:AudienceRestriction><saml:Audience>${audience}</saml:Audience></saml:AudienceRestriction></saml:Conditions>` +
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

/** A Response to `acs` for `audience`, its assertion signed by `signer`, or unsigned where there is none. */
export function response({ acs, audience, signer, inResponseTo, user = "alice@example.com" }) {
  const plain = assertion({ acs, audience, user, inResponseTo });
  const issuer = `<saml:Issuer>${IDP}</saml:Issuer>`;
  const signed = signer ? plain.replace(issuer, issuer + signature(plain, signer)) : plain;
  const answers = inResponseTo ? ` InResponseTo="${inResponseTo}"` : "";
  return `<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="_r" Version="2.0"
    IssueInstant="${time(0)}" Destination="${acs}"${answers}>
  <saml:Issuer xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">${IDP}</saml:Issuer>
  <samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>
  ${signed}</samlp:Response>`;
}
