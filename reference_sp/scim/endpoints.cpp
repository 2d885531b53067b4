#include "reference_sp/scim/endpoints.hpp"

#include <utility>

#include "reference_sp/scim/bulk.hpp"
#include "reference_sp/scim/conditional.hpp"
#include "reference_sp/scim/discovery.hpp"
#include "reference_sp/scim/urn.hpp"

namespace idproctor::reference::scim {

namespace {

http::Response json_response(int status, const Json& body) {
  return http::Response(status, std::string(media_type), dump(body));
}

http::Response method_not_allowed(const std::string& method, std::string allowed, const Checks& checks) {
  if (checks.off("allowed-methods")) return json_response(200, Json::object());
  auto response = error_response({405, "", "Here is no " + in_quotes(method) + "."});
  response.headers.set("Allow", std::move(allowed));
  return response;
}

http::Response without_body(int status) {
  http::Response response;
  response.status = status;
  return response;
}

http::Response with_entity_tag(http::Response response, const Resource& resource) {
  response.headers.set("ETag", entity_tag_of(resource));
  return response;
}

// What a database column of that type takes.
bool is_uuid(std::string_view id) {
  return id.size() == 36 && id.find_first_not_of("0123456789abcdefABCDEF-") == std::string_view::npos;
}

}  // namespace

http::Response Endpoints::handle(const std::string& method, const Target& target,
                                 const http::Request& request) {
  if (target.path.empty()) {
    return method == "GET" ? list(resource_types(), target)
                           : method_not_allowed(method, "GET, HEAD", checks_);
  }
  if (target.path[0] == ".search") return search(resource_types(), method, target, request);
  if (target.path[0] == "Bulk") return bulk(method, request);
  if (target.path[0] == "Me") return me(method, target, request);
  if (is_discovery(target.path[0])) return discovery(method, target);
  for (const ResourceType* type : resource_types()) {
    if (target.path[0] != type->endpoint) continue;
    if (target.path.size() == 1) return collection(*type, method, target, request);
    if (target.path.size() != 2) break;
    if (target.path[1] == ".search") return search({type}, method, target, request);
    return single(*type, method, target, request);
  }
  if (checks_.off("unknown-path"))
    return http::Response(200, "text/html", "<!DOCTYPE html><title>Our app</title>");
  return error_response(not_found("endpoint", target.path[0]));
}

http::Response Endpoints::bulk(const std::string& method, const http::Request& request) {
  if (method != "POST") return method_not_allowed(method, "POST", checks_);
  if (request.body.size() > largest_bulk_payload && checks_.on("bulk-max-payload")) {
    return error_response({413, "",
                           "The size of the bulk operation exceeds maxPayloadSize (" +
                               std::to_string(largest_bulk_payload) + ")."});
  }
  auto body = read_body(request, checks_);
  if (!body) return error_response(body.error());
  const auto done =
      run_bulk(*body, base_url_, checks_, [&](const std::string& path, const http::Request& one) {
        return handle(one.method, *parse_target(path, ""), one);
      });
  return done ? json_response(200, *done) : error_response(done.error());
}

// RFC 7644 section 3.11. The token is the provisioning client's and means no user.
http::Response Endpoints::me(const std::string& method, const Target& target, const http::Request& request) {
  if (checks_.on("me")) return error_response(not_implemented("/Me, for a token that means no user,"));
  ListQuery first;
  first.count = 1;
  const auto page = directory_.list({&user_type()}, first);
  if (!page || page->resources.empty()) return error_response(not_found("user", "Me"));
  Target user = target;
  user.path = {user_type().endpoint, page->resources[0]->id};
  return single(user_type(), method, user, request);
}

http::Response Endpoints::discovery(const std::string& method, const Target& target) const {
  if (method != "GET") return method_not_allowed(method, "GET, HEAD", checks_);
  auto found = discover(target.path, target.has("filter"), base_url_, checks_);
  return found ? json_response(200, *found) : error_response(found.error());
}

http::Response Endpoints::collection(const ResourceType& type, const std::string& method,
                                     const Target& target, const http::Request& request) {
  if (method == "GET") return list({&type}, target);
  if (method == "POST") return create(type, target, request);
  return method_not_allowed(method, "GET, HEAD, POST", checks_);
}

http::Response Endpoints::single(const ResourceType& type, const std::string& method, const Target& target,
                                 const http::Request& request) {
  if (method != "GET" && method != "PUT" && method != "PATCH" && method != "DELETE") {
    return method_not_allowed(method, "GET, HEAD, PUT, PATCH, DELETE", checks_);
  }
  const std::string& id = target.path[1];
  Directory& directory = directory_.holder(type, id);
  const auto resource = directory.find(type, id);
  if (!is_uuid(id) && checks_.off("id-form")) {
    return error_response({500, "", "invalid input syntax for type uuid: " + in_quotes(id)});
  }
  if (!resource) {
    if (method == "GET" && checks_.off("get-unknown")) return json_response(200, Json::object());
    if (method == "DELETE" && checks_.off("delete-unknown")) return without_body(204);
    if (method == "PUT" && checks_.off("put-unknown")) return create(type, target, request);
    if (method == "PATCH" && checks_.off("patch-unknown-resource")) return without_body(204);
    return error_response(resource.error());
  }
  if (method == "GET") {
    if (is_unchanged(request, **resource, checks_)) return with_entity_tag(without_body(304), **resource);
    return answer(200, resource, target, directory);
  }
  if (auto admitted = admits_write(request, **resource, checks_); !admitted) {
    return error_response(admitted.error());
  }
  const Target written = projected_write(target);
  if (method == "PATCH") return patch(type, written, request, directory);
  if (method == "PUT") {
    auto body = read_body(request, checks_);
    if (!body) return error_response(body.error());
    const std::string named = body->is_object() && checks_.off("put-id") ? body->value("id", id) : id;
    return answer(200, directory.replace(type, named, *body), written, directory);
  }
  auto removed = directory.remove(type, id);
  if (removed && checks_.off("delete-status")) return json_response(200, {{"deleted", true}});
  return removed ? without_body(204) : error_response(removed.error());
}

http::Response Endpoints::list(const ResourceTypes& types, const Target& target) const {
  auto query = read_list_query(target.query, checks_);
  if (!query) return error_response(query.error());
  auto page = directory_.list(types, *query);
  if (!page) return error_response(page.error());
  const Projection projection = read_projection(target, checks_);
  Json resources = Json::array();
  for (const Resource* resource : page->resources) {
    resources.push_back(projection.apply(*resource->type, directory_.show(*resource)));
  }
  return json_response(200, list_response(*page, std::move(resources), checks_));
}

http::Response Endpoints::search(const ResourceTypes& types, const std::string& method, const Target& target,
                                 const http::Request& request) {
  if (method != "POST") return method_not_allowed(method, "POST", checks_);
  if (types.size() == 1 && checks_.off("search-path")) return create(*types[0], target, request);
  auto body = read_body(request, checks_);
  if (!body) return error_response(body.error());
  auto parameters = read_search_request(*body);
  if (!parameters) return error_response(parameters.error());
  Target searched = target;
  if (checks_.on("search-body")) searched.query = std::move(*parameters);
  if (types.size() > 1 && checks_.off("search-root")) return list({&user_type()}, searched);
  return list(types, searched);
}

http::Response Endpoints::create(const ResourceType& type, const Target& target,
                                 const http::Request& request) {
  auto body = read_body(request, checks_);
  if (!body) return error_response(body.error());
  auto created = directory_.create(type, *body);
  auto response = answer(201, created, projected_write(target), directory_);
  if (created && checks_.on("create-location"))
    response.headers.set("Location", (*created)->document["meta"]["location"].get<std::string>());
  return response;
}

http::Response Endpoints::patch(const ResourceType& type, const Target& target, const http::Request& request,
                                Directory& directory) {
  auto body = read_body(request, checks_);
  if (!body) return error_response(body.error());
  auto patched = directory.patch(type, target.path[1], *body);
  // A group's members may be many, and providers do not want them back after each change; but who asks for
  // attributes gets them (RFC 7644 section 3.5.2).
  if (patched && &type == &group_type() && !read_projection(target, checks_).selects()) {
    return with_entity_tag(without_body(204), **patched);
  }
  return answer(200, patched, target, directory);
}

Target Endpoints::projected_write(Target target) const {
  if (checks_.off("attributes-writes")) target.query.clear();
  return target;
}

http::Response Endpoints::answer(int status, const Outcome<const Resource*>& resource, const Target& target,
                                 const Directory& directory) const {
  if (!resource) return error_response(resource.error());
  const Resource& found = **resource;
  return with_entity_tag(
      json_response(status, read_projection(target, checks_).apply(*found.type, directory.show(found))),
      found);
}

}  // namespace idproctor::reference::scim
