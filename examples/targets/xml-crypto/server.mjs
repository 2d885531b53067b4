// The least that can be called a SAML service provider, straight on xml-crypto: the signature is verified as the
// library's README shows it, with the README's own check that the element in use is the one that was signed.
// No model for a real one: of SAML it looks at Audience and the validity period only.
import { randomBytes } from "node:crypto";
import { deflateRawSync } from "node:zlib";

import { readIdentityProvider } from "../server/idp_metadata.mjs";
import { later, load, serve } from "../server/serve.mjs";

const { SignedXml } = load("xml-crypto");
const { DOMParser } = load("@xmldom/xmldom");
const xpath = load("xpath");

const select = xpath.useNamespaces({
  saml: "urn:oasis:names:tc:SAML:2.0:assertion",
  samlp: "urn:oasis:names:tc:SAML:2.0:protocol",
  ds: "http://www.w3.org/2000/09/xmldsig#",
});

const pem = (certificate) =>
  `-----BEGIN CERTIFICATE-----\n${certificate.match(/.{1,64}/g).join("\n")}\n-----END CERTIFICATE-----\n`;

/** The Response's assertion, once its own signature is verified with the identity provider's certificate. */
function verifiedAssertion(xml, certificate) {
  const document = new DOMParser().parseFromString(xml, "text/xml");
  const assertions = select("/samlp:Response/saml:Assertion", document);
  if (assertions.length !== 1) throw new Error("there must be one assertion");
  const signatures = select("ds:Signature", assertions[0]);
  if (signatures.length !== 1) throw new Error("the assertion must have one signature");
  const signature = new SignedXml({ publicCert: pem(certificate) });
  signature.loadSignature(signatures[0]);
  if (!signature.checkSignature(xml)) throw new Error("the signature does not verify");
  signature.validateElementAgainstReferences(assertions[0], document); // throws if it is not what was signed
  return assertions[0];
}

function checkConditions(assertion, entityId) {
  const text = (path) => select(`string(${path})`, assertion);
  const [from, until] = [text("saml:Conditions/@NotBefore"), text("saml:Conditions/@NotOnOrAfter")].map(Date.parse);
  if (!(from <= Date.now() && Date.now() < until)) throw new Error("the assertion is not valid now");
  if (text("saml:Conditions/saml:AudienceRestriction/saml:Audience") !== entityId) {
    throw new Error("the assertion is for somebody else");
  }
}

serve("xml-crypto example", (self) => {
  const idp = later(readIdentityProvider);
  return {
    metadata: () => `<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="${self.entityId}">
  <md:SPSSODescriptor WantAssertionsSigned="true" protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
    <md:AssertionConsumerService index="0" isDefault="true"
      Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="${self.acsUrl}"/>
  </md:SPSSODescriptor>
</md:EntityDescriptor>`,
    loginUrl() {
      const request = `<samlp:AuthnRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"
        ID="_${randomBytes(20).toString("hex")}" Version="2.0" IssueInstant="${new Date().toISOString()}"
        Destination="${idp().ssoUrl}" AssertionConsumerServiceURL="${self.acsUrl}"><saml:Issuer
        xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">${self.entityId}</saml:Issuer></samlp:AuthnRequest>`;
      const url = new URL(idp().ssoUrl);
      url.searchParams.set("SAMLRequest", deflateRawSync(request).toString("base64"));
      return url.href;
    },
    consume(form) {
      const xml = Buffer.from(form.SAMLResponse ?? "", "base64").toString();
      const assertion = verifiedAssertion(xml, idp().certificates[0]);
      checkConditions(assertion, self.entityId);
      const nameId = select("string(saml:Subject/saml:NameID)", assertion);
      if (!nameId) throw new Error("the assertion names nobody");
      return { name_id: nameId };
    },
  };
});
