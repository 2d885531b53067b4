#include "mock_idp/signature_template.hpp"

#include <algorithm>
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

constexpr std::string_view kXmlSignature = "http://www.w3.org/2000/09/xmldsig#";

/// Writes elements of XML Signature with the provider's prefix, or without for those that it leaves bare.
class SignatureWriter {
 public:
  explicit SignatureWriter(const SignatureStyle& style) : style_(style) {}

  std::string element(std::string_view name, const std::string& content,
                      const std::string& attributes = {}) const {
    const bool bare = std::ranges::find(style_.unprefixed, name) != style_.unprefixed.end();
    const std::string tag = (bare || style_.prefix.empty() ? "" : style_.prefix + ":") + std::string(name);
    std::string out;
    out.reserve(content.size() + attributes.size() + 2 * tag.size() + 64);
    out.append("<").append(tag);
    if (bare) out.append(" xmlns=\"").append(kXmlSignature).append("\"");
    return out.append(attributes).append(">").append(content).append("</").append(tag).append(">");
  }

  std::string method(std::string_view name, const std::string& algorithm,
                     const std::string& content = {}) const {
    return element(name, content, " Algorithm=\"" + algorithm + "\"");
  }

  std::string signature(const std::string& content) const {
    const std::string colon = style_.prefix.empty() ? "" : ":";
    return element("Signature", content,
                   " xmlns" + colon + style_.prefix + "=\"" + std::string(kXmlSignature) + "\"");
  }

 private:
  const SignatureStyle& style_;
};

/// One child of ds:KeyInfo (XML Signature 4.5), or an error for an unknown kind.
Result<std::string> key_info_part(std::string_view kind, const SignatureWriter& write,
                                  const SignatureStyle& style, const KeyPair& pair) {
  const auto certificate = [&] {
    return write.element("X509Certificate", pair.certificate.base64_der(style.certificate_line_length));
  };
  const auto subject = [&] { return escape_markup(pair.certificate.subject()); };
  if (kind == "x509") return write.element("X509Data", certificate());
  if (kind == "x509-lines") {
    return write.element("X509Data",
                         write.element("X509Certificate", "\n" + pair.certificate.base64_der(64) + "\n"));
  }
  if (kind == "issuer-serial") {
    return write.element(
        "X509Data", write.element("X509IssuerSerial",
                                  write.element("X509IssuerName", escape_markup(pair.certificate.issuer())) +
                                      write.element("X509SerialNumber", pair.certificate.serial_number())));
  }
  if (kind == "x509-subject") {
    return write.element("X509Data", write.element("X509SubjectName", subject()) + certificate());
  }
  if (kind == "key-name") return write.element("KeyName", subject());
  if (kind == "key-value") {
    if (pair.key.type() != "RSA") return invalid("key_info 'key-value' is written for RSA keys alone");
    const std::string numbers = write.element("Modulus", base64_encode(pair.key.modulus())) +
                                write.element("Exponent", base64_encode(pair.key.exponent()));
    return write.element("KeyValue", write.element("RSAKeyValue", numbers));
  }
  return invalid(
      "key_info '" + std::string(kind) +
      "' is none of x509, x509-lines, x509-subject, issuer-serial, key-value, key-name, empty, none");
}

/// The content of ds:KeyInfo; "key-name+x509" gives both in this order. Beside others KeyValue is left out
/// where the key is not RSA.
Result<std::string> key_info(const SignatureStyle& style, const SignatureWriter& write, const KeyPair& pair) {
  std::string content;
  if (style.key_info == "empty") return content;
  const std::vector<std::string> kinds = split(style.key_info, '+');
  for (const std::string& kind : kinds) {
    if (kinds.size() > 1 && kind == "key-value" && pair.key.type() != "RSA") continue;
    const auto part = key_info_part(kind, write, style, pair);
    if (!part) return part.error();
    content += *part;
  }
  return content;
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

  const SignatureWriter write(style);
  std::string prefixes;
  if (!style.inclusive_prefixes.empty()) {
    prefixes = "<ec:InclusiveNamespaces xmlns:ec=\"http://www.w3.org/2001/10/xml-exc-c14n#\" PrefixList=\"" +
               escape_markup(style.inclusive_prefixes) + "\"/>";
  }
  const std::string transforms =
      write.method("Transform", std::string(kXmlSignature) + "enveloped-signature") +
      write.method("Transform", *canonicalization, prefixes);
  const std::string reference =
      write.element("Reference",
                    write.element("Transforms", transforms) + write.method("DigestMethod", *digest) +
                        write.element("DigestValue", ""),
                    " URI=\"#" + std::string(id) + "\"");
  std::string content =
      write.element("SignedInfo", write.method("CanonicalizationMethod", *canonicalization) +
                                      write.method("SignatureMethod", *algorithm) + reference) +
      write.element("SignatureValue", "");
  if (style.key_info != "none") {
    const auto inside = key_info(style, write, pair);
    if (!inside) return inside.error();
    content += write.element("KeyInfo", *inside);
  }
  return write.signature(content);
}

}  // namespace idproctor::mock_idp
