#include "harness/observe/application/answer.hpp"

#include "foundation/core/text.hpp"
#include "harness/observe/page_text.hpp"

namespace idproctor::observe {

Result<Json> json_answer(const http::Response& response, const std::string& asked) {
  if (response.status < 200 || response.status >= 300) {
    const std::string stated = stated_reason(response);
    return invalid(asked + " answered " + std::to_string(response.status) +
                   (stated.empty() ? "" : ": " + printable(stated, 200)));
  }
  auto json = parse_json(response.body);
  if (!json) {
    const std::string type = response.headers.get("Content-Type");
    return invalid(asked + " answered " + std::to_string(response.status) + " with " +
                   (type.empty() ? "something" : printable(type, 100)) + " that is no JSON");
  }
  return json;
}

const Json* told(const Json& json, const std::string& pointer) {
  const Json* value = find(json, pointer);
  if (value == nullptr || value->is_null()) return nullptr;
  return value->is_string() && value->get_ref<const std::string&>().empty() ? nullptr : value;
}

const Json* told(const Json& json, std::initializer_list<const char*> pointers) {
  for (const char* pointer : pointers) {
    if (const Json* value = told(json, std::string(pointer))) return value;
  }
  return nullptr;
}

Json names_in(const Json& list) {
  if (!list.is_array()) return list;
  Json names = Json::array();
  for (const Json& item : list) {
    const Json* name =
        item.is_object() ? told(item, {"/name", "/displayName", "/display", "/slug", "/value"}) : &item;
    names.push_back(name == nullptr ? item : *name);
  }
  return names;
}

http::Request get_request(const std::string& base_url, const std::string& path,
                          const std::vector<std::pair<std::string, std::string>>& query) {
  std::string url = base_url;
  while (url.ends_with('/')) url.pop_back();
  url += path;
  char separator = '?';
  for (const auto& [name, value] : query) {
    url += separator + percent_encode(name) + "=" + percent_encode(value);
    separator = '&';
  }
  http::Request request("GET", url);
  request.headers.add("Accept", "application/json");
  return request;
}

}  // namespace idproctor::observe
