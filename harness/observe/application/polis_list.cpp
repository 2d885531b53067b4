#include "harness/observe/application/polis_list.hpp"

#include "harness/observe/application/answer.hpp"

namespace idproctor::observe {

namespace {

constexpr const char* kPageLimit = "50";  // what the server grants unless it is told otherwise

}  // namespace

http::Request polis_request(const PolisSettings& settings, const std::string& path,
                            std::vector<std::pair<std::string, std::string>> query) {
  query.insert(query.begin(), {{"tenant", settings.tenant}, {"product", settings.product}});
  http::Request request = get_request(settings.base_url, path, query);
  // ory/docs, docs/polis/directory-sync/api-reference.mdx: Authorization: Api-Key secret
  request.headers.add("Authorization", "Api-Key " + settings.api_key);
  return request;
}

PolisList::PolisList(const PolisSettings& settings, std::string path)
    : settings_(settings), path_(std::move(path)) {}

http::Request PolisList::request() const {
  std::vector<std::pair<std::string, std::string>> query;
  if (!settings_.directory.empty()) query.emplace_back("directoryId", settings_.directory);
  query.emplace_back("pageOffset", std::to_string(offset_));
  query.emplace_back("pageLimit", kPageLimit);
  if (!token_.empty()) query.emplace_back("pageToken", token_);
  return polis_request(settings_, path_, std::move(query));
}

Result<std::vector<Json>> PolisList::read(const http::Response& response) {
  const auto json = json_answer(response, "GET " + path_);
  if (!json) return json.error();
  const Json* data = find(*json, "/data");
  if (data == nullptr || !data->is_array()) return invalid("GET " + path_ + " answered with no list (data)");
  const std::string first = data->empty() ? "" : dump(data->front());
  is_over_ = data->empty() || first == first_;
  if (is_over_) return std::vector<Json>();
  first_ = first;
  offset_ += data->size();
  const Json* token = told(*json, "/pageToken");
  token_ = token == nullptr ? "" : to_text(*token);
  return std::vector<Json>(data->begin(), data->end());
}

}  // namespace idproctor::observe
