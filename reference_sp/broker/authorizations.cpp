#include "reference_sp/broker/authorizations.hpp"

#include <algorithm>

namespace idproctor::reference::broker {

namespace {

constexpr auto authorization_lifetime = std::chrono::minutes(30);
constexpr auto code_lifetime = std::chrono::minutes(1);
constexpr auto access_token_lifetime = std::chrono::minutes(10);
constexpr std::size_t most_authorizations = 10'000;
constexpr std::string_view open_kind = "authorization";
constexpr std::string_view code_kind = "code";
constexpr std::string_view access_token_kind = "access_token";

}  // namespace

Authorizations::Authorizations(Context context) : context_(context) {
  load(open_kind, open_);
  load(code_kind, codes_);
  load(access_token_kind, tokens_);
}

void Authorizations::load(std::string_view kind, Keeper& keeper) {
  context_.records.all(kind, [&](const std::string& id, const Json& kept) {
    keeper[id] = {kept["value"], parse_time(kept["expires"].get<std::string>()).value()};
  });
}

void Authorizations::keep(std::string_view kind, Keeper& keeper, const std::string& id, Json value,
                          Milliseconds lifetime) {
  const Time now = context_.clock.now();
  std::vector<std::string> over;
  for (const auto& [one, kept] : keeper) {
    if (kept.expires <= now) over.push_back(one);
  }
  // Anybody can ask for a login, so a full list forgets its oldest.
  if (over.empty() && keeper.size() >= most_authorizations) {
    const auto by_expiry = [](const auto& entry) { return entry.second.expires; };
    over.push_back(std::ranges::min_element(keeper, {}, by_expiry)->first);
  }
  for (const std::string& one : over) forget(kind, keeper, one);
  const Kept& kept = keeper[id] = {std::move(value), now + lifetime};
  if (!context_.records.kept()) return;
  context_.records.put(kind, id, {{"value", kept.value}, {"expires", format_time(kept.expires)}});
}

std::optional<Json> Authorizations::find(const Keeper& keeper, const std::string& id) const {
  const auto found = keeper.find(id);
  if (found == keeper.end() || found->second.expires <= context_.clock.now()) return std::nullopt;
  return found->second.value;
}

void Authorizations::forget(std::string_view kind, Keeper& keeper, const std::string& id) {
  if (keeper.erase(id) > 0) context_.records.erase(kind, id);
}

Authorization Authorizations::open(const std::string& connection_id, const std::string& redirect_uri,
                                   const std::string& state) {
  Authorization opened{make_secret(""), connection_id, redirect_uri, state};
  keep(open_kind, open_, opened.id,
       {{"connection", connection_id}, {"redirect_uri", redirect_uri}, {"state", state}},
       authorization_lifetime);
  return opened;
}

std::optional<Authorization> Authorizations::close(const std::string& id) {
  auto found = find(id);
  forget(open_kind, open_, id);
  return found;
}

std::optional<Authorization> Authorizations::find(const std::string& id) const {
  const auto found = find(open_, id);
  if (!found) return std::nullopt;
  const auto text = [&](const char* name) { return (*found)[name].get<std::string>(); };
  return Authorization{id, text("connection"), text("redirect_uri"), text("state")};
}

std::string Authorizations::issue_code(const Json& profile) {
  std::string code = make_secret("");
  keep(code_kind, codes_, code, profile, code_lifetime);
  return code;
}

std::optional<Json> Authorizations::redeem(const std::string& code) {
  auto profile = find(codes_, code);
  if (context_.checks.on("callback-code-once")) forget(code_kind, codes_, code);
  return profile;
}

std::string Authorizations::issue_token(const Json& profile) {
  std::string token = make_secret("");
  keep(access_token_kind, tokens_, token, profile, access_token_lifetime);
  return token;
}

std::optional<Json> Authorizations::profile_of_token(const std::string& token) const {
  return find(tokens_, token);
}

}  // namespace idproctor::reference::broker
