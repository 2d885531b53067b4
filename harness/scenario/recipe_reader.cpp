#include <algorithm>
#include <array>

#include "foundation/core/text.hpp"
#include "harness/scenario/keys.hpp"
#include "harness/scenario/reader.hpp"
#include "mock_idp/charset.hpp"
#include "mock_idp/user.hpp"
#include "mock_idp/user_attributes.hpp"

namespace idproctor::scenario {

namespace {

using mock_idp::Edit;
using mock_idp::EditStage;
using mock_idp::EncryptStage;
using mock_idp::Recipe;
using mock_idp::SignStage;

struct Verb {
  const char* key;
  Edit::Verb verb;
  bool needs_to, needs_place;
};
constexpr std::array<Verb, 8> kVerbs{{{"set", Edit::Verb::set, true, false},
                                      {"remove", Edit::Verb::remove, false, false},
                                      {"insert", Edit::Verb::insert, false, true},
                                      {"copy", Edit::Verb::copy, false, true},
                                      {"move", Edit::Verb::move, false, true},
                                      {"wrap", Edit::Verb::wrap, false, false},
                                      {"rename", Edit::Verb::rename, true, false},
                                      {"raw", Edit::Verb::raw, true, false}}};

Result<> read_place(const YAML::Node& node, const std::string& file, Edit& edit) {
  constexpr std::array<std::pair<const char*, xml::Position>, 3> kPlaces{
      {{"before", xml::Position::before}, {"after", xml::Position::after}, {"into", xml::Position::into}}};
  int found = 0;
  for (const auto& [key, position] : kPlaces) {
    if (!node[key]) continue;
    edit.position = position;
    edit.at = node[key].as<std::string>("");
    ++found;
  }
  if (found != 1) return invalid("this edit needs one of before, after, into", place(file, node));
  return {};
}

/// A value that no user has would be one that no provider says, and its case one that is never asked.
Result<> check_attribute_values(const Edit& edit) {
  mock_idp::User anybody;
  anybody.groups = {""};
  for (const std::string& value : mock_idp::attribute_values(edit.subject + edit.at)) {
    if (!mock_idp::user_value(anybody, value)) {
      return invalid("$attribute(" + value + ") is no value of a user", edit.where);
    }
  }
  return {};
}

Result<Edit> read_edit(const YAML::Node& node, const std::string& file) {
  if (auto keys = check_keys(node, file, kEditKeys); !keys) return keys.error();
  const Verb* verb = nullptr;
  for (const Verb& candidate : kVerbs) {
    if (!node[candidate.key]) continue;
    if (verb != nullptr) return invalid("one edit has one verb, not two", place(file, node));
    verb = &candidate;
  }
  if (verb == nullptr) {
    return invalid("an edit begins with set, remove, insert, copy, move, wrap, rename or raw",
                   place(file, node));
  }
  Edit edit;
  edit.verb = verb->verb;
  edit.subject = node[verb->key].as<std::string>("");
  edit.where = place(file, node);
  if (verb->needs_to && !node["to"]) return invalid(std::string(verb->key) + " needs 'to'", edit.where);
  if (verb->verb == Edit::Verb::wrap && !node["in"]) return invalid("wrap needs 'in'", edit.where);
  edit.value = text_of(node, verb->verb == Edit::Verb::wrap ? "in" : "to");
  if (verb->needs_place) {
    if (auto placed = read_place(node, file, edit); !placed) return placed.error();
  }
  if (auto known = check_attribute_values(edit); !known) return known.error();
  return edit;
}

Result<EditStage> read_edits(const YAML::Node& node, const std::string& file) {
  EditStage stage;
  for (const auto& item : node) {
    auto edit = read_edit(item, file);
    if (!edit) return edit.error();
    stage.edits.push_back(*edit);
  }
  return stage;
}

std::optional<std::string> optional_text(const YAML::Node& map, const char* key) {
  if (!map[key]) return std::nullopt;
  return map[key].as<std::string>("");
}

/// nullopt: "none", nothing is signed.
Result<std::optional<SignStage>> read_sign(const YAML::Node& node, const std::string& file) {
  SignStage stage;
  stage.where = place(file, node);
  if (node.IsScalar()) {
    const std::string& word = node.Scalar();
    if (word == "none") return std::optional<SignStage>();
    constexpr std::array kWords{"assertion", "response", "both", "one", "message"};
    if (std::ranges::find(kWords, word) == kWords.end()) {
      return invalid("'" + word + "' is none of none, assertion, response, both, one, message", stage.where);
    }
  }
  if (!node.IsMap()) {
    stage.elements = texts(node);
    return std::optional(stage);
  }
  if (auto keys = check_keys(node, file, kSignKeys); !keys) return keys.error();
  stage.elements = texts(node["elements"]);
  stage.key = text_of(node, "key", stage.key);
  stage.key_info_of = optional_text(node, "key_info_of");
  stage.algorithm = optional_text(node, "algorithm");
  stage.claims = optional_text(node, "claims");
  stage.digest = optional_text(node, "digest");
  stage.canonicalization = optional_text(node, "canonicalization");
  stage.inclusive_prefixes = optional_text(node, "inclusive_prefixes");
  stage.key_info = optional_text(node, "key_info");
  stage.computed_by = optional_text(node, "computed_by");
  stage.secret = optional_text(node, "secret");
  return std::optional(stage);
}

Result<EncryptStage> read_encrypt(const YAML::Node& node, const std::string& file) {
  EncryptStage stage;
  stage.where = place(file, node);
  if (node.IsScalar()) {
    stage.elements = {node.Scalar()};
    return stage;
  }
  if (auto keys = check_keys(node, file, kEncryptKeys); !keys) return keys.error();
  stage.elements = texts(node["elements"]);
  stage.recipient = text_of(node, "recipient", stage.recipient);
  stage.algorithm = optional_text(node, "algorithm");
  stage.key_transport = optional_text(node, "key_transport");
  stage.digest = optional_text(node, "digest");
  stage.mgf = optional_text(node, "mgf");
  stage.key_placement = optional_text(node, "key_placement");
  stage.key_info = optional_text(node, "key_info");
  stage.wrapper = text_of(node, "wrap");
  stage.content = optional_text(node, "content");
  return stage;
}

Result<> read_build(const YAML::Node& node, const std::string& file, Recipe& recipe) {
  for (const auto& item : node) {
    if (auto keys = check_keys(item, file, kBuildKeys); !keys) return keys.error();
    if (item["edit"]) {
      auto stage = read_edits(item["edit"], file);
      if (!stage) return stage.error();
      recipe.stages.push_back(*stage);
    } else if (item["sign"]) {
      auto stage = read_sign(item["sign"], file);
      if (!stage) return stage.error();
      if (*stage) recipe.stages.push_back(**stage);
    } else if (item["encrypt"]) {
      auto stage = read_encrypt(item["encrypt"], file);
      if (!stage) return stage.error();
      recipe.stages.push_back(*stage);
    } else if (item["raw"]) {
      auto edit = read_edit(item, file);
      if (!edit) return edit.error();
      recipe.stages.push_back(EditStage{{*edit}});
    }
  }
  return {};
}

/// edit, sign, encrypt, tamper: each at most once, in this order, but for a signature that covers what is
/// encrypted: it is made afterwards.
Result<> read_short_form(const YAML::Node& node, const std::string& file, Recipe& recipe) {
  if (node["edit"]) {
    auto stage = read_edits(node["edit"], file);
    if (!stage) return stage.error();
    recipe.stages.push_back(*stage);
  }
  std::optional<SignStage> sign = SignStage{};
  sign->where = place(file, node);
  if (node["sign"]) {
    auto stage = read_sign(node["sign"], file);
    if (!stage) return stage.error();
    sign = *stage;
  }
  if (node["encrypt"] && sign) sign->side = SignStage::Side::before_encryption;
  if (sign) recipe.stages.push_back(*sign);
  if (node["encrypt"]) {
    auto stage = read_encrypt(node["encrypt"], file);
    if (!stage) return stage.error();
    recipe.stages.push_back(*stage);
    if (sign) {
      sign->side = SignStage::Side::after_encryption;
      recipe.stages.push_back(*sign);
    }
  }
  if (node["tamper"]) {
    auto stage = read_edits(node["tamper"], file);
    if (!stage) return stage.error();
    recipe.stages.push_back(*stage);
  }
  return {};
}

/// Bytes are the last word: nothing parses them, so nothing may be edited or signed after them.
Result<> nothing_after_raw(const Recipe& recipe) {
  bool raw = false;
  for (const auto& stage : recipe.stages) {
    if (const auto* sign = std::get_if<SignStage>(&stage); sign != nullptr && raw) {
      return invalid("nothing can be signed after raw", sign->where);
    }
    if (const auto* encrypt = std::get_if<EncryptStage>(&stage); encrypt != nullptr && raw) {
      return invalid("nothing can be encrypted after raw", encrypt->where);
    }
    const auto* edits = std::get_if<EditStage>(&stage);
    if (edits == nullptr) continue;
    for (const Edit& edit : edits->edits) {
      if (edit.verb != Edit::Verb::raw && raw)
        return invalid("nothing on the tree can be edited after raw", edit.where);
      raw = raw || edit.verb == Edit::Verb::raw;
    }
  }
  return {};
}

Result<mock_idp::Wire> read_wire(const YAML::Node& node, const std::string& file) {
  if (auto keys = check_keys(node, file, kWireKeys); !keys) return keys.error();
  mock_idp::Wire wire;
  wire.method = text_of(node, "method", wire.method);
  wire.parameter = text_of(node, "parameter", wire.parameter);
  wire.encoding = text_of(node, "encoding", wire.encoding);
  wire.charset = text_of(node, "charset", wire.charset);
  wire.recipient = optional_text(node, "recipient");
  wire.query = text_map(node["query"]);
  wire.lower_case_escapes = node["lower_case_escapes"] && node["lower_case_escapes"].as<bool>(false);
  wire.before = text_map(node["before"]);
  wire.after = text_map(node["after"]);
  if (wire.method != "POST" && wire.method != "GET") {
    return invalid("the method is POST or GET", place(file, node["method"]));
  }
  const auto& charsets = mock_idp::charsets();
  if (std::find(charsets.begin(), charsets.end(), wire.charset) == charsets.end()) {
    return invalid("the charset is one of " + join(charsets, ", "), place(file, node["charset"]));
  }
  constexpr std::array kEncodings{
      "base64",       "base64-lines", "base64-crlf", "base64-blanks", "base64-unpadded",
      "base64-twice", "base64url",    "deflate",     "none",          "nonsense"};
  if (std::find(kEncodings.begin(), kEncodings.end(), wire.encoding) == kEncodings.end()) {
    return invalid("there is no encoding '" + wire.encoding + "'", place(file, node["encoding"]));
  }
  return wire;
}

Result<mock_idp::MessageKind> read_message_kind(const YAML::Node& node, const std::string& file) {
  const std::string word = node.as<std::string>("");
  if (word == "response") return mock_idp::MessageKind::response;
  if (word == "logout_request") return mock_idp::MessageKind::logout_request;
  if (word == "logout_response") return mock_idp::MessageKind::logout_response;
  return invalid("'" + word + "' is none of response, logout_request, logout_response", place(file, node));
}

}  // namespace

Result<Recipe> read_recipe(const YAML::Node& node, const std::string& file, mock_idp::MessageKind kind) {
  Recipe recipe;
  recipe.kind = kind;
  recipe.stages.clear();
  const bool general = node["build"].IsDefined();
  if (general && (node["edit"] || node["sign"] || node["encrypt"] || node["tamper"])) {
    return invalid("'build' is the general form: edit, sign, encrypt and tamper go into its list",
                   place(file, node["build"]));
  }
  auto read = general ? read_build(node["build"], file, recipe) : read_short_form(node, file, recipe);
  if (!read) return read.error();
  if (auto order = nothing_after_raw(recipe); !order) return order.error();
  if (node["clock"]) recipe.clock = *parse_duration(node["clock"].Scalar());
  recipe.intact = optional_text(node, "intact");
  for (const auto& entry : node["messages"]) {
    if (auto keys = check_keys(entry.second, file, kMessageKeys); !keys) return keys.error();
    auto further = read_recipe(entry.second, file, kind);
    if (!further) return further.error();
    if (entry.second["of"]) {
      auto other = read_message_kind(entry.second["of"], file);
      if (!other) return other.error();
      further->kind = *other;
    }
    recipe.messages.emplace(entry.first.Scalar(), *further);
  }
  if (node["wire"]) {
    auto wire = read_wire(node["wire"], file);
    if (!wire) return wire.error();
    recipe.wire = *wire;
  }
  return recipe;
}

}  // namespace idproctor::scenario
