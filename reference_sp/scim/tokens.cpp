#include "reference_sp/scim/tokens.hpp"

#include <algorithm>
#include <utility>

namespace idproctor::reference::scim {

namespace {

constexpr std::size_t most_tokens = 2;
constexpr std::string_view tokens_kind = "directory_tokens";
constexpr const char* first_token_id = "directory_token_first";

}  // namespace

Tokens::Tokens(std::string directory, std::string first, const Checks& checks, Time now, Records& records)
    : directory_(std::move(directory)), checks_(checks), records_(records) {
  bool known = false;
  records_.all(tokens_kind, [&](const std::string& id, const Json& kept) {
    if (id != directory_) return;
    known = true;
    for (const Json& one : kept) {
      const std::string token_id = one["id"].get<std::string>();
      tokens_.push_back({token_id, token_id == first_token_id ? first : one["token"].get<std::string>(),
                         parse_time(one["created"].get<std::string>()).value()});
    }
  });
  if (known) return;
  tokens_.push_back({first_token_id, std::move(first), now});
  keep();
}

std::optional<ScimToken> Tokens::issue(std::string id, std::string token, Time now) {
  if (checks_.off("token-overlap")) tokens_.clear();
  if (tokens_.size() >= most_tokens) return std::nullopt;
  tokens_.push_back({std::move(id), std::move(token), now});
  if (!opening_.empty()) opening_.push_back(tokens_.back());
  keep();
  return tokens_.back();
}

std::optional<ScimToken> Tokens::revoke(const std::string& id) {
  const auto found = std::ranges::find(tokens_, id, &ScimToken::id);
  if (found == tokens_.end()) return std::nullopt;
  if (checks_.off("token-revoked") && opening_.empty()) opening_ = tokens_;
  ScimToken revoked = std::move(*found);
  tokens_.erase(found);
  keep();
  return revoked;
}

// The file that they are kept in is its owner's alone; the token itself is needed to be compared as the
// mistakes about tokens do.
void Tokens::keep() const {
  if (!records_.kept()) return;
  Json list = Json::array();
  for (const ScimToken& one : tokens_) {
    list.push_back({{"id", one.id}, {"token", one.token}, {"created", format_time(one.created)}});
  }
  records_.put(tokens_kind, directory_, list);
}

}  // namespace idproctor::reference::scim
