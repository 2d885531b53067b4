// What an identity provider's metadata says, for libraries that do not read metadata themselves.
import { idpMetadata, load } from "./serve.mjs";

const { DOMParser } = load("@xmldom/xmldom");

const MD = "urn:oasis:names:tc:SAML:2.0:metadata";
const DS = "http://www.w3.org/2000/09/xmldsig#";
const REDIRECT = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect";

/** Entity ID, HTTP-Redirect single sign-on URL, signing certificates (base64 of DER). */
export function readIdentityProvider() {
  const root = new DOMParser().parseFromString(idpMetadata(), "text/xml").documentElement;
  const all = (parent, namespace, name) => Array.from(parent.getElementsByTagNameNS(namespace, name));
  const sso = all(root, MD, "SingleSignOnService").find((s) => s.getAttribute("Binding") === REDIRECT);
  const certificates = all(root, MD, "KeyDescriptor")
    .filter((key) => key.getAttribute("use") !== "encryption")
    .flatMap((key) => all(key, DS, "X509Certificate"))
    .map((certificate) => certificate.textContent.replace(/\s+/g, ""));
  if (!sso || certificates.length === 0) {
    throw new Error("The metadata has no HTTP-Redirect SingleSignOnService or no signing certificate.");
  }
  return { entityId: root.getAttribute("entityID"), ssoUrl: sso.getAttribute("Location"), certificates };
}
