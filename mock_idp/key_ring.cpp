#include "mock_idp/key_ring.hpp"

#include <sys/stat.h>

#include <filesystem>
#include <set>

#include "foundation/core/file.hpp"

namespace idproctor::mock_idp {

namespace {

constexpr std::string_view kIdpName = "idproctor mock IdP";
const std::set<std::string> kNames{"idp", "stranger", "stranger-same-name"};

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
  return ring;
}

Result<KeyPair> KeyRing::make(const std::string& name) const {
  const std::string file = folder_.empty() ? "" : folder_ + "/" + name + ".pem";
  if (!file.empty() && std::filesystem::exists(file)) {
    auto pem = read_file(file, 1 << 20);
    if (!pem) return pem.error();
    return parse_pair(*pem, file);
  }
  const crypto::Key key = crypto::Key::generate_rsa(2048);
  const auto day = std::chrono::hours(24);
  const std::string subject(name == "stranger" ? "somebody else" : kIdpName);
  KeyPair pair{key, crypto::Certificate::self_signed(key, subject, now_ - day, now_ + 3650 * day)};
  if (!file.empty()) {
    if (auto written = write_private_file(file, key.private_pem() + pair.certificate.pem()); !written) {
      return written.error();
    }
  }
  return pair;
}

Result<const KeyPair*> KeyRing::get(const std::string& name) {
  if (!kNames.contains(name)) return invalid("there is no key by the name of '" + name + "'");
  auto found = pairs_.find(name);
  if (found == pairs_.end()) {
    auto pair = make(name);
    if (!pair) return pair.error();
    found = pairs_.emplace(name, *pair).first;
  }
  return &found->second;
}

const KeyPair& KeyRing::idp() {
  return *get("idp").value();
}

}  // namespace idproctor::mock_idp
