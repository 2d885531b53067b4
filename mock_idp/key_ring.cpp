#include "mock_idp/key_ring.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <filesystem>

#include "foundation/core/base64.hpp"
#include "foundation/core/file.hpp"

namespace idproctor::mock_idp {

namespace {

constexpr std::string_view kIdpName = "idproctor mock IdP";

struct KeyKind {
  std::string_view name;
  int rsa_bits;       ///< 0: an EC key
  const char* curve;  ///< of an EC key
  std::string_view subject;
  bool is_the_idps;  ///< a signature with it is the IdP's own
  bool has_expired = false;
};

constexpr KeyKind kKinds[] = {
    {"idp", 2048, nullptr, kIdpName, true},
    {"idp-next", 2048, nullptr, kIdpName, true},
    {"idp-ec", 0, "P-256", kIdpName, true},
    {"idp-ec-384", 0, "P-384", kIdpName, true},
    {"idp-expired", 2048, nullptr, kIdpName, true, true},
    {"idp-encryption", 2048, nullptr, kIdpName, false},
    {"idp-retired", 2048, nullptr, kIdpName, false},
    {"idp-later", 2048, nullptr, kIdpName, false},
    {"idp-1024", 1024, nullptr, kIdpName, false},
    {"stranger", 2048, nullptr, "somebody else", false},
    {"stranger-ec", 0, "P-256", "somebody else", false},
    {"stranger-same-name", 2048, nullptr, kIdpName, false},
    {"other-idp", 2048, nullptr, "another mock IdP", false},
    {"reference-encryption", 2048, nullptr, "reference service provider", false},
};

const KeyKind* kind_of(std::string_view name) {
  const auto* found = std::ranges::find(kKinds, name, &KeyKind::name);
  return found == std::end(kKinds) ? nullptr : found;
}

Result<KeyPair> parse_pair(std::string_view pem, const std::string& where) {
  auto key = crypto::Key::from_private_pem(pem);
  if (!key) return Error{key.error().kind, key.error().message, where};
  auto certificate = crypto::Certificate::from_pem(pem);
  if (!certificate) return Error{certificate.error().kind, certificate.error().message, where};
  if (!certificate->public_key().same_public_key(*key)) {
    return invalid("the certificate belongs to another key", where);
  }
  return KeyPair{*key, *certificate};
}

}  // namespace

Result<std::string> public_secret(const KeyPair& pair, std::string_view form) {
  if (form == "certificate-pem") return pair.certificate.pem();
  if (form == "certificate-der") return base64_decode(pair.certificate.base64_der());
  if (form == "public-key-pem") return pair.key.public_pem();
  if (form == "public-key-der") {
    // PEM is the DER form in base64 between two lines.
    std::string text = pair.key.public_pem();
    text.erase(text.find("-----END"));
    return base64_decode(text.substr(text.find('\n')));
  }
  return invalid("the secret '" + std::string(form) +
                 "' is none of certificate-pem, certificate-der, public-key-pem, public-key-der");
}

Result<KeyRing> KeyRing::open(const std::string& folder, Time now) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) return invalid("cannot make the folder for keys: " + error.message(), folder);
  ::chmod(folder.c_str(), 0700);
  KeyRing ring(now);
  ring.folder_ = folder;
  ring.freshly_made_ = !std::filesystem::exists(folder + "/idp.pem");
  if (auto idp = ring.get("idp"); !idp) return idp.error();
  return ring;
}

Result<KeyRing> KeyRing::from_pem(std::string_view pem, Time now) {
  auto pair = parse_pair(pem, "IDPROCTOR_KEYS");
  if (!pair) return pair.error();
  KeyRing ring(now);
  ring.pairs_.emplace("idp", *pair);
  ring.is_given_ = true;
  return ring;
}

Result<KeyPair> KeyRing::make(const std::string& name) const {
  const std::string file = folder_.empty() ? "" : folder_ + "/" + name + ".pem";
  if (!file.empty() && std::filesystem::exists(file)) {
    auto pem = read_file(file, 1 << 20);
    if (!pem) return pem.error();
    return parse_pair(*pem, file);
  }
  const KeyKind& kind = *kind_of(name);
  const crypto::Key key =
      kind.rsa_bits > 0 ? crypto::Key::generate_rsa(kind.rsa_bits) : crypto::Key::generate_ec(kind.curve);
  const auto day = std::chrono::hours(24);
  const Time from = now_ - (kind.has_expired ? 3650 : 1) * day;
  const Time until = kind.has_expired ? now_ - day : now_ + 3650 * day;
  KeyPair pair{key, crypto::Certificate::self_signed(key, kind.subject, from, until)};
  if (!file.empty()) {
    if (auto written = write_private_file(file, key.private_pem() + pair.certificate.pem()); !written) {
      return written.error();
    }
  }
  return pair;
}

Result<const KeyPair*> KeyRing::get(const std::string& name) {
  if (kind_of(name) == nullptr) return invalid("there is no key by the name of '" + name + "'");
  const std::lock_guard lock(*mutex_);
  auto found = pairs_.find(name);
  if (found == pairs_.end()) {
    auto pair = make(name);
    if (!pair) return pair.error();
    found = pairs_.emplace(name, *pair).first;
  }
  return &found->second;
}

Result<std::vector<PublishedKey>> KeyRing::published(const std::vector<std::string>& further) {
  std::vector<std::string> names{"idp"};
  names.insert(names.end(), further.begin(), further.end());
  return named(names);
}

Result<std::vector<PublishedKey>> KeyRing::named(const std::vector<std::string>& names) {
  std::vector<PublishedKey> keys;
  for (const std::string& name : names) {
    auto pair = get(name);
    if (!pair) return pair.error();
    keys.push_back({**pair, name == "idp-encryption" ? "encryption" : "signing"});
  }
  return keys;
}

void KeyRing::trust(std::optional<std::vector<std::string>> names) {
  const std::lock_guard lock(*mutex_);
  trusted_ = std::move(names);
}

std::vector<crypto::Key> KeyRing::trusted() {
  const std::lock_guard lock(*mutex_);
  std::vector<crypto::Key> keys;
  if (trusted_) {
    for (const std::string& name : *trusted_) {
      if (auto pair = get(name)) keys.push_back((*pair)->key);
    }
    return keys;
  }
  keys.push_back(idp().key);
  for (const auto& [name, pair] : pairs_) {
    if (name != "idp" && kind_of(name)->is_the_idps) keys.push_back(pair.key);
  }
  return keys;
}

const KeyPair& KeyRing::idp() {
  return *get("idp").value();
}

}  // namespace idproctor::mock_idp
