#include "harness/observe/application/workos_list.hpp"

#include "harness/observe/application/answer.hpp"

namespace idproctor::observe {

namespace {

constexpr const char* kMostItems = "100";  // of a page, which the API allows

http::Request with_key(http::Request request, const std::string& key) {
  request.headers.add("Authorization", "Bearer " + key);
  return request;
}

}  // namespace

http::Request workos_request(const WorkosSettings& settings, const std::string& path,
                             const WorkosList::Filters& query) {
  return with_key(get_request(settings.base_url, path, query), settings.api_key);
}

WorkosList::WorkosList(const WorkosSettings& settings, std::string path, Filters filters, std::string after)
    : base_url_(settings.base_url),
      api_key_(settings.api_key),
      path_(std::move(path)),
      after_(std::move(after)),
      filters_(std::move(filters)) {}

http::Request WorkosList::request() const {
  Filters query;
  for (const auto& filter : filters_) {
    // The API takes one beginning (docs/reference/events/list).
    if (filter.first != "range_start" || after_.empty()) query.push_back(filter);
  }
  query.emplace_back("limit", kMostItems);
  if (!after_.empty()) query.emplace_back("after", after_);
  return with_key(get_request(base_url_, path_, query), api_key_);
}

Result<std::vector<Json>> WorkosList::read(const http::Response& response) {
  const auto json = json_answer(response, "GET " + path_);
  if (!json) return json.error();
  const Json* data = find(*json, "/data");
  if (data == nullptr || !data->is_array()) return invalid("GET " + path_ + " answered with no list (data)");
  const Json* after = told(*json, "/list_metadata/after");
  is_over_ = after == nullptr || data->empty();
  if (!is_over_) {
    after_ = to_text(*after);
    if (!seen_.insert(after_).second) {
      return Error{
          Error::Kind::protocol, "GET " + path_ + " names the page after " + after_ + " a second time", {}};
    }
  }
  return std::vector<Json>(data->begin(), data->end());
}

}  // namespace idproctor::observe
