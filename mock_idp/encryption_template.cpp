#include "mock_idp/encryption_template.hpp"

#include <map>

#include "foundation/core/base64.hpp"
#include "foundation/core/text.hpp"

namespace idproctor::mock_idp {

namespace {

constexpr std::string_view kXenc = "http://www.w3.org/2001/04/xmlenc#";
constexpr std::string_view kXenc11 = "http://www.w3.org/2009/xmlenc11#";
constexpr std::string_view kXmldsig = "http://www.w3.org/2000/09/xmldsig#";

using Names = std::map<std::string, std::string_view, std::less<>>;

const Names kBlockCiphers{{"aes128-cbc", "http://www.w3.org/2001/04/xmlenc#aes128-cbc"},
                          {"aes192-cbc", "http://www.w3.org/2001/04/xmlenc#aes192-cbc"},
                          {"aes256-cbc", "http://www.w3.org/2001/04/xmlenc#aes256-cbc"},
                          {"aes128-gcm", "http://www.w3.org/2009/xmlenc11#aes128-gcm"},
                          {"aes192-gcm", "http://www.w3.org/2009/xmlenc11#aes192-gcm"},
                          {"aes256-gcm", "http://www.w3.org/2009/xmlenc11#aes256-gcm"},
                          {"tripledes-cbc", "http://www.w3.org/2001/04/xmlenc#tripledes-cbc"}};
const Names kKeyTransports{{"rsa-oaep-mgf1p", "http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p"},
                           {"rsa-oaep", "http://www.w3.org/2009/xmlenc11#rsa-oaep"},
                           {"rsa-1_5", "http://www.w3.org/2001/04/xmlenc#rsa-1_5"}};
const Names kOaepDigests{{"", ""},
                         {"sha1", "http://www.w3.org/2000/09/xmldsig#sha1"},
                         {"sha256", "http://www.w3.org/2001/04/xmlenc#sha256"},
                         {"sha384", "http://www.w3.org/2001/04/xmldsig-more#sha384"},
                         {"sha512", "http://www.w3.org/2001/04/xmlenc#sha512"}};
const Names kMasks{{"", ""},
                   {"sha1", "http://www.w3.org/2009/xmlenc11#mgf1sha1"},
                   {"sha256", "http://www.w3.org/2009/xmlenc11#mgf1sha256"},
                   {"sha384", "http://www.w3.org/2009/xmlenc11#mgf1sha384"},
                   {"sha512", "http://www.w3.org/2009/xmlenc11#mgf1sha512"}};

Result<std::string> encryption_uri(const Names& names, const std::string& name, std::string_view what) {
  if (const auto found = names.find(name); found != names.end()) return std::string(found->second);
  if (name.find(':') != std::string::npos) return name;
  std::vector<std::string> known;
  for (const auto& [word, uri] : names) {
    if (!word.empty()) known.push_back(word);
  }
  return invalid("'" + name + "' is no " + std::string(what) + "; known are " + join(known, ", "));
}

/// Elements of one namespace: the first declares it, those within use it.
class Tags {
 public:
  Tags(std::string_view prefix, std::string_view uri) : prefix_(prefix), uri_(uri) {}
  std::string name(std::string_view local) const {
    return prefix_.empty() ? std::string(local) : prefix_ + ":" + std::string(local);
  }
  std::string declaration() const {
    return (prefix_.empty() ? " xmlns=\"" : " xmlns:" + prefix_ + "=\"") + uri_ + "\"";
  }
  /// `attributes` begins with a space or is empty; `declares` where the namespace is not in scope.
  std::string element(std::string_view local, const std::string& attributes, const std::string& content,
                      bool declares = false) const {
    const std::string start = "<" + name(local) + (declares ? declaration() : "") + attributes;
    return content.empty() ? start + "/>" : start + ">" + content + "</" + name(local) + ">";
  }

 private:
  std::string prefix_, uri_;
};

std::string written_attribute(std::string_view name, std::string_view value) {
  return " " + std::string(name) + "=\"" + escape_markup(value) + "\"";
}

std::string cipher_data(const Tags& xenc, const std::string& octets) {
  return xenc.element("CipherData", "", xenc.element("CipherValue", "", base64_encode(octets)));
}

std::string key_method(const Tags& xenc, const crypto::EncryptionAlgorithms& algorithms) {
  std::string details;
  const bool is_oaep = algorithms.key_transport.find("rsa-oaep") != std::string::npos;
  if (is_oaep && !algorithms.digest.empty()) {
    details += Tags("ds", kXmldsig)
                   .element("DigestMethod", written_attribute("Algorithm", algorithms.digest), "", true);
  }
  if (is_oaep && !algorithms.mask.empty()) {
    details +=
        Tags("xenc11", kXenc11).element("MGF", written_attribute("Algorithm", algorithms.mask), "", true);
  }
  return xenc.element("EncryptionMethod", written_attribute("Algorithm", algorithms.key_transport), details);
}

}  // namespace

Result<crypto::EncryptionAlgorithms> encryption_algorithms(const EncryptionStyle& style) {
  auto block = encryption_uri(kBlockCiphers, style.algorithm, "block cipher");
  if (!block) return block.error();
  auto transport = encryption_uri(kKeyTransports, style.key_transport, "key transport");
  if (!transport) return transport.error();
  auto digest = encryption_uri(kOaepDigests, style.digest, "digest of OAEP");
  if (!digest) return digest.error();
  auto mask = encryption_uri(kMasks, style.mgf, "mask generation function");
  if (!mask) return mask.error();
  return crypto::EncryptionAlgorithms{*block, *transport, *digest, *mask};
}

Result<> check_encryption_style(const EncryptionStyle& style) {
  if (style.key_placement != "inside" && style.key_placement != "sibling") {
    return invalid("'" + style.key_placement + "' is none of inside, sibling");
  }
  if (style.key_info != "x509" && style.key_info != "none") {
    return invalid("'" + style.key_info + "' is none of x509, none");
  }
  auto algorithms = encryption_algorithms(style);
  if (!algorithms) return algorithms.error();
  return {};
}

std::string encrypted_element(const EncryptionStyle& style, const crypto::EncryptionAlgorithms& algorithms,
                              const EncryptedElement& element, const crypto::Ciphertext& ciphertext,
                              const crypto::Certificate& certificate) {
  const Tags saml(style.wrapper_prefix, "urn:oasis:names:tc:SAML:2.0:assertion");
  const Tags xenc(style.prefix, kXenc), of_key(style.key_prefix, kXenc);
  const Tags ds(style.signature_prefix, kXmldsig);
  const bool beside = style.key_placement == "sibling";

  std::string key = key_method(of_key, algorithms);
  if (style.key_info == "x509") {
    const std::string text = ds.element("X509Certificate", "", certificate.base64_der());
    key += ds.element("KeyInfo", "", ds.element("X509Data", "", text), beside);
  }
  key += cipher_data(of_key, ciphertext.key);
  std::string attributes = written_attribute("Id", element.key_id);
  if (beside) {
    attributes += written_attribute("Recipient", element.recipient);
    const std::string reference =
        of_key.element("DataReference", written_attribute("URI", "#" + element.data_id), "");
    key += of_key.element("ReferenceList", "", reference);
  }
  key = of_key.element("EncryptedKey", attributes, key, true);

  const std::string pointer = written_attribute("Type", std::string(kXenc) + "EncryptedKey") +
                              written_attribute("URI", "#" + element.key_id);
  const std::string info = beside ? ds.element("RetrievalMethod", pointer, "") : key;
  const std::string data = xenc.element(
      "EncryptedData",
      written_attribute("Id", element.data_id) + written_attribute("Type", std::string(kXenc) + "Element"),
      xenc.element("EncryptionMethod", written_attribute("Algorithm", algorithms.block), "") +
          ds.element("KeyInfo", "", info, true) + cipher_data(xenc, ciphertext.data),
      true);
  return saml.element(element.wrapper, "", beside ? data + key : data, true);
}

}  // namespace idproctor::mock_idp
