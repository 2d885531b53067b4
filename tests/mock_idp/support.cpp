#include "tests/mock_idp/support.hpp"

#include <map>

#include "mock_idp/audit.hpp"

namespace idproctor::mock_idp {

using xml::Position;

std::string fixture(const std::string& path) {
  return std::string(IDPROCTOR_SOURCE_DIR) + "/fixtures/" + path;
}

const Dialect& dialect(const std::string& name) {
  static std::map<std::string, Dialect> loaded;
  auto found = loaded.find(name);
  if (found == loaded.end()) {
    found = loaded.emplace(name, must(load_dialect(fixture("providers/" + name + "/saml.yaml")))).first;
  }
  return found->second;
}

bool fits_the_schema(const std::string& name) {
  return dialect(name).signature.key_info != "empty";
}

KeyRing& keys() {
  static KeyRing ring = [] {
    const crypto::Key key = crypto::Key::generate_rsa();
    const auto certificate = crypto::Certificate::self_signed(
        key, "the tests' IdP", noon() - std::chrono::hours(24), noon() + std::chrono::hours(24 * 3650));
    return must(KeyRing::from_pem(key.private_pem() + certificate.pem(), noon()));
  }();
  return ring;
}

Time noon() {
  return must(parse_time("2026-03-01T12:00:00Z"));
}

User alice() {
  User user;
  user.key = "alice";
  user.id = "3c1f7e2a-0000-4000-8000-000000000001";
  user.email = user.user_name = "alice@example.com";
  user.given_name = "Alice";
  user.family_name = "O'Hara & <Sons>";
  user.display_name = "Alice O'Hara & <Sons>";
  user.groups = {"engineering", "r&d"};
  return user;
}

User victim() {
  User user = alice();
  user.key = "victim";
  user.id = "3c1f7e2a-0000-4000-8000-000000000002";
  user.email = user.user_name = "victim@example.com";
  return user;
}

Login login() {
  Login login;
  login.user = alice();
  login.victim = victim();
  login.acs_url = kAcs;
  login.sp_entity_id = kSp;
  login.request_id = "_request1";
  login.now = noon();
  return login;
}

namespace {

Edit edit(Edit::Verb verb, std::string subject) {
  Edit result;
  result.verb = verb;
  result.subject = std::move(subject);
  result.where = "case.yaml:7:9";
  return result;
}

Edit valued(Edit::Verb verb, std::string subject, std::string value) {
  Edit result = edit(verb, std::move(subject));
  result.value = std::move(value);
  return result;
}

Edit placed(Edit::Verb verb, std::string subject, Position position, std::string at) {
  Edit result = edit(verb, std::move(subject));
  result.position = position;
  result.at = std::move(at);
  return result;
}

}  // namespace

Edit set(std::string xpath, std::string value) {
  return valued(Edit::Verb::set, std::move(xpath), std::move(value));
}
Edit remove(std::string xpath) {
  return edit(Edit::Verb::remove, std::move(xpath));
}
Edit insert(std::string fragment, Position position, std::string at) {
  return placed(Edit::Verb::insert, std::move(fragment), position, std::move(at));
}
Edit copy(std::string xpath, Position position, std::string at) {
  return placed(Edit::Verb::copy, std::move(xpath), position, std::move(at));
}
Edit move(std::string xpath, Position position, std::string at) {
  return placed(Edit::Verb::move, std::move(xpath), position, std::move(at));
}
Edit wrap(std::string xpath, std::string shell) {
  return valued(Edit::Verb::wrap, std::move(xpath), std::move(shell));
}
Edit rename(std::string xpath, std::string name) {
  return valued(Edit::Verb::rename, std::move(xpath), std::move(name));
}
Edit raw(std::string where, std::string value) {
  return valued(Edit::Verb::raw, std::move(where), std::move(value));
}

SignStage sign(std::vector<std::string> elements) {
  SignStage stage;
  stage.elements = std::move(elements);
  stage.where = "case.yaml:5:7";
  return stage;
}

Recipe recipe(std::vector<Stage> stages) {
  Recipe result;
  result.stages = std::move(stages);
  return result;
}

std::vector<Edit> forged_assertion_first() {
  return {copy("//saml:Assertion", Position::before, "//saml:Assertion"),
          remove("//saml:Assertion[1]/ds:Signature"), set("//saml:Assertion[1]/@ID", "${id}"),
          set("//saml:Assertion[1]//$identity", "${victim}")};
}

Result<Message> try_build(const std::string& dialect_name, const Recipe& recipe, const Login& who) {
  return build_message(dialect(dialect_name), keys(), who, recipe, Seed("test"));
}

Message build(const std::string& dialect_name, const Recipe& recipe, const Login& who) {
  return must(try_build(dialect_name, recipe, who));
}

std::vector<std::string> vouched(std::string_view bytes, const std::string& identity) {
  return signed_identities(bytes, keys().trusted(), identity);
}
std::vector<std::string> vouched(const Message& message) {
  return signed_identities(message.bytes, keys().trusted(), "saml:NameID", message.plaintexts);
}

xml::Document parsed(std::string_view bytes) {
  return must(xml::Document::parse(bytes));
}

std::string value(std::string_view bytes, std::string_view xpath) {
  return must(parsed(bytes).evaluate(xpath));
}

}  // namespace idproctor::mock_idp
