#include "mock_idp/signature_template.hpp"

#include <map>

#include "foundation/core/base64.hpp"
#include "foundation/core/text.hpp"

namespace idproctor::mock_idp {

namespace {

using Names = std::map<std::string, std::string, std::less<>>;

const Names kSignatureAlgorithms{
    {"rsa-sha1", "http://www.w3.org/2000/09/xmldsig#rsa-sha1"},
    {"rsa-sha256", "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"},
    {"rsa-sha384", "http://www.w3.org/2001/04/xmldsig-more#rsa-sha384"},
    {"rsa-sha512", "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512"},
    {"rsa-md5", "http://www.w3.org/2001/04/xmldsig-more#rsa-md5"},
    {"rsa-pss-sha256", "http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1"},
    {"rsa-pss-sha384", "http://www.w3.org/2007/05/xmldsig-more#sha384-rsa-MGF1"},
    {"rsa-pss-sha512", "http://www.w3.org/2007/05/xmldsig-more#sha512-rsa-MGF1"},
    {"ecdsa-sha256", "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"},
    {"ecdsa-sha384", "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384"},
    {"ecdsa-sha512", "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512"},
    {"dsa-sha1", "http://www.w3.org/2000/09/xmldsig#dsa-sha1"},
    {"hmac-sha1", "http://www.w3.org/2000/09/xmldsig#hmac-sha1"},
    {"hmac-sha256", "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256"},
};
const Names kDigestAlgorithms{
    {"md5", "http://www.w3.org/2001/04/xmldsig-more#md5"},
    {"sha1", "http://www.w3.org/2000/09/xmldsig#sha1"},
    {"sha256", "http://www.w3.org/2001/04/xmlenc#sha256"},
    {"sha384", "http://www.w3.org/2001/04/xmldsig-more#sha384"},
    {"sha512", "http://www.w3.org/2001/04/xmlenc#sha512"},
};
const Names kCanonicalizations{
    {"exclusive", "http://www.w3.org/2001/10/xml-exc-c14n#"},
    {"exclusive-with-comments", "http://www.w3.org/2001/10/xml-exc-c14n#WithComments"},
    {"inclusive", "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"},
    {"inclusive-with-comments", "http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments"},
    {"inclusive-1.1", "http://www.w3.org/2006/12/xml-c14n11"},
    {"inclusive-1.1-with-comments", "http://www.w3.org/2006/12/xml-c14n11#WithComments"},
};

Result<std::string> uri_of(const Names& names, std::string_view name, const char* what) {
  if (name.find(':') != std::string_view::npos) return std::string(name);
  if (const auto found = names.find(name); found != names.end()) return found->second;
  std::vector<std::string> known;
  for (const auto& [short_name, uri] : names) known.push_back(short_name);
  return invalid(std::string(what) + " '" + std::string(name) + "' is none of " + join(known, ", ") +
                 ", nor a URI");
}

/// The content of ds:KeyInfo (XML Signature 4.5), or an error for an unknown kind.
Result<std::string> key_info(const SignatureStyle& style, const std::string& p, const KeyPair& pair) {
  const auto element = [&](std::string_view name, const std::string& content) {
    const std::string tag = p + std::string(name);
    return "<" + tag + ">" + content + "</" + tag + ">";
  };
  const std::string certificate =
      element("X509Certificate", pair.certificate.base64_der(style.certificate_line_length));
  if (style.key_info == "empty") return std::string();
  if (style.key_info == "x509") return element("X509Data", certificate);
  if (style.key_info == "x509-lines") {
    return element("X509Data", element("X509Certificate", "\n" + pair.certificate.base64_der(64) + "\n"));
  }
  if (style.key_info == "x509-subject") {
    return element("X509Data",
                   element("X509SubjectName", escape_markup(pair.certificate.subject())) + certificate);
  }
  if (style.key_info == "key-name") return element("KeyName", escape_markup(pair.certificate.subject()));
  if (style.key_info == "issuer-serial") {
    return element("X509Data", element("X509IssuerSerial",
                                       element("X509IssuerName", escape_markup(pair.certificate.issuer())) +
                                           element("X509SerialNumber", pair.certificate.serial_number())));
  }
  if (style.key_info == "key-value") {
    if (pair.key.type() != "RSA") return invalid("key_info 'key-value' is written for RSA keys alone");
    return element("KeyValue",
                   element("RSAKeyValue", element("Modulus", base64_encode(pair.key.modulus())) +
                                              element("Exponent", base64_encode(pair.key.exponent()))));
  }
  return invalid(
      "key_info '" + style.key_info +
      "' is none of x509, x509-lines, x509-subject, issuer-serial, key-value, key-name, empty, none");
}

}  // namespace

Result<std::string> signature_algorithm_uri(std::string_view name) {
  return uri_of(kSignatureAlgorithms, name, "the signature algorithm");
}
Result<std::string> digest_algorithm_uri(std::string_view name) {
  return uri_of(kDigestAlgorithms, name, "the digest algorithm");
}
Result<std::string> canonicalization_uri(std::string_view name) {
  return uri_of(kCanonicalizations, name, "the canonicalization");
}

Result<std::string> signature_template(const SignatureStyle& style, std::string_view id,
                                       const KeyPair& pair) {
  const auto algorithm = signature_algorithm_uri(style.algorithm);
  if (!algorithm) return algorithm.error();
  const auto digest = digest_algorithm_uri(style.digest);
  if (!digest) return digest.error();
  const auto canonicalization = canonicalization_uri(style.canonicalization);
  if (!canonicalization) return canonicalization.error();

  const std::string p = style.prefix.empty() ? "" : style.prefix + ":";
  const std::string declaration = style.prefix.empty()
                                      ? " xmlns=\"http://www.w3.org/2000/09/xmldsig#\""
                                      : " xmlns:" + style.prefix + "=\"http://www.w3.org/2000/09/xmldsig#\"";
  std::string transform = "<" + p + "Transform Algorithm=\"" + *canonicalization + "\"";
  transform +=
      style.inclusive_prefixes.empty()
          ? "/>"
          : "><ec:InclusiveNamespaces xmlns:ec=\"http://www.w3.org/2001/10/xml-exc-c14n#\" PrefixList=\"" +
                escape_markup(style.inclusive_prefixes) + "\"/></" + p + "Transform>";
  std::string out = "<" + p + "Signature" + declaration + "><" + p + "SignedInfo><" + p +
                    "CanonicalizationMethod Algorithm=\"" + *canonicalization + "\"/><" + p +
                    "SignatureMethod Algorithm=\"" + *algorithm + "\"/><" + p + "Reference URI=\"#" +
                    std::string(id) + "\"><" + p + "Transforms><" + p +
                    "Transform Algorithm=\"http://www.w3.org/2000/09/xmldsig#enveloped-signature\"/>" +
                    transform + "</" + p + "Transforms><" + p + "DigestMethod Algorithm=\"" + *digest +
                    "\"/><" + p + "DigestValue></" + p + "DigestValue></" + p + "Reference></" + p +
                    "SignedInfo><" + p + "SignatureValue></" + p + "SignatureValue>";
  if (style.key_info != "none") {
    const auto content = key_info(style, p, pair);
    if (!content) return content.error();
    out += "<" + p + "KeyInfo>" + *content + "</" + p + "KeyInfo>";
  }
  return out + "</" + p + "Signature>";
}

}  // namespace idproctor::mock_idp
