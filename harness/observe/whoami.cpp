#include "harness/observe/whoami.hpp"

#include <regex>

#include "foundation/core/json.hpp"
#include "foundation/core/text.hpp"
#include "foundation/xml/document.hpp"

namespace idproctor::observe {

namespace {

constexpr std::size_t kLongestAnswer = 64 << 10;

Who unclear(std::string detail) {
  return {Who::Kind::unclear, {}, std::move(detail)};
}
Who nobody() {
  return {Who::Kind::nobody, {}, {}};
}
Who somebody(std::string identity) {
  return {Who::Kind::somebody, std::move(identity), {}};
}

Who by_pointer(const http::Response& response, const std::string& at) {
  const auto json = parse_json(response.body);
  if (!json) {
    const std::string type = response.headers.get("Content-Type");
    return unclear("JSON was expected, and " + (type.empty() ? std::string("something else") : type) +
                   " came");
  }
  const Json* value = find(*json, at);
  if (value == nullptr || value->is_null()) return nobody();
  if (!value->is_string() && !value->is_number()) return unclear("the identity at " + at + " is no text");
  return somebody(to_text(*value));
}

Who by_xpath(const http::Response& response, const std::string& at) {
  const auto document = xml::Document::parse(response.body);
  if (!document) return unclear("XML was expected: " + document.error().message);
  const auto nodes = document->select(at);
  if (!nodes) return unclear(nodes.error().message);
  return nodes->empty() ? nobody() : somebody(nodes->front().text());
}

Who by_regex(const http::Response& response, const std::string& at) {
  try {
    std::smatch groups;
    const std::string page = response.body.substr(0, kLongestAnswer);
    if (!std::regex_search(page, groups, std::regex(at))) return nobody();
    return somebody(groups.size() > 1 ? groups[1].str() : groups[0].str());
  } catch (const std::regex_error& error) {
    return unclear("the regular expression for the identity does not work: " + std::string(error.what()));
  }
}

}  // namespace

Who read_whoami(const http::Response& response, const std::string& at) {
  if (response.status >= 500) return unclear("whoami answered " + std::to_string(response.status));
  if (response.status < 200 || response.status >= 300) return nobody();
  if (at.starts_with("//")) return by_xpath(response, at);
  if (at.starts_with("/")) return by_pointer(response, at);
  return by_regex(response, at);
}

}  // namespace idproctor::observe
