#include "reference_sp/scim/discovery.hpp"

#include "foundation/core/text.hpp"
#include "reference_sp/scim/bulk.hpp"
#include "reference_sp/scim/page.hpp"
#include "reference_sp/scim/urn.hpp"

namespace idproctor::reference::scim {

namespace {

Json meta(const char* resource_type, const std::string& location) {
  return {{"resourceType", resource_type}, {"location", location}};
}

// RFC 7643 section 5.
Json service_provider_config(const std::string& base_url, const Checks& checks) {
  Json config;
  config["schemas"] = Json::array({service_provider_config_urn});
  config["patch"] = {{"supported", true}};
  config["bulk"] = {
      {"supported", true}, {"maxOperations", most_bulk_operations}, {"maxPayloadSize", largest_bulk_payload}};
  config["filter"] = {{"supported", true}, {"maxResults", most_results}};
  config["changePassword"] = {{"supported", false}};
  config["sort"] = {{"supported", true}};
  config["etag"] = {{"supported", true}};
  // RFC 9865 section 4. Index stays the default, for clients that know nothing of cursors.
  config["pagination"] = {{"cursor", true},
                          {"index", true},
                          {"defaultPaginationMethod", "index"},
                          {"defaultPageSize", most_results},
                          {"maxPageSize", most_results},
                          {"cursorTimeout", Cursors::timeout.count()}};
  config["authenticationSchemes"] =
      Json::array({{{"type", "oauthbearertoken"},
                    {"name", "Bearer token"},
                    {"description", "The token that was issued for this directory"},
                    {"specUri", "https://www.rfc-editor.org/info/rfc6750"},
                    {"primary", true}}});
  config["meta"] = meta("ServiceProviderConfig", base_url + "/ServiceProviderConfig");
  if (checks.off("config-complete")) {
    config.erase("changePassword");
    config["filter"].erase("maxResults");
    config.erase("authenticationSchemes");
  }
  return config;
}

Json shown(const ResourceType& type, const std::string& base_url) {
  Json json;
  json["schemas"] = Json::array({resource_type_urn});
  json["id"] = type.name;
  json["name"] = type.name;
  json["endpoint"] = "/" + type.endpoint;
  json["description"] = type.description;
  json["schema"] = type.schema.id;
  json["schemaExtensions"] = Json::array();
  for (const Schema* extension : type.extensions) {
    json["schemaExtensions"].push_back({{"schema", extension->id}, {"required", false}});
  }
  json["meta"] = meta("ResourceType", base_url + "/ResourceTypes/" + type.name);
  return json;
}

// What a schema looks like where nobody reads RFC 7643 section 7 for its words.
Json loosely_worded(const Json& json) {
  std::string text = replace_all(dump(json), "\"readWrite\"", "\"readwrite\"");
  text = replace_all(std::move(text), "\"multiValued\":false", "\"multiValued\":\"false\"");
  return parse_json(text).value();
}

// The mistake of "schema-true": userName is as free as any attribute, and some that are stored are missing.
void make_untrue(Json& schema) {
  if (schema["id"] != user_urn) return;
  schema["attributes"][0]["required"] = false;
  schema["attributes"][0]["uniqueness"] = "none";
  std::erase_if(schema["attributes"].get_ref<Json::array_t&>(), [](const Json& attribute) {
    return attribute["name"] == "displayName" || attribute["name"] == "title";
  });
}

Json shown(const Schema& schema, const std::string& base_url, const Checks& checks) {
  Json json = to_json(schema);
  if (checks.off("schema-true")) make_untrue(json);
  if (checks.off("schema-words")) json = loosely_worded(json);
  json["meta"] = meta("Schema", base_url + "/Schemas/" + schema.id);
  return json;
}

Json all_resource_types(const std::string& base_url) {
  Json list = Json::array();
  for (const ResourceType* type : resource_types()) list.push_back(shown(*type, base_url));
  return list;
}

Json all_schemas(const std::string& base_url, const Checks& checks) {
  Json list = Json::array();
  for (const ResourceType* type : resource_types()) {
    list.push_back(shown(type->schema, base_url, checks));
    for (const Schema* extension : type->extensions) list.push_back(shown(*extension, base_url, checks));
  }
  return list;
}

}  // namespace

bool is_discovery(const std::string& endpoint) {
  return endpoint == "ServiceProviderConfig" || endpoint == "ResourceTypes" || endpoint == "Schemas";
}

Outcome<Json> discover(const std::vector<std::string>& path, bool filtered, const std::string& base_url,
                       const Checks& checks) {
  if (filtered && checks.on("discovery-filter"))
    return ScimError{403, "", "Discovery takes no filter (RFC 7644 section 4)."};
  const std::string& endpoint = path[0];
  if (endpoint == "ServiceProviderConfig") {
    if (path.size() > 1) return not_found("endpoint", join(path, "/"));
    return service_provider_config(base_url, checks);
  }
  Json all = endpoint == "Schemas" ? all_schemas(base_url, checks) : all_resource_types(base_url);
  if (path.size() == 1) {
    const std::size_t total = all.size();
    Page page;
    page.total = total;
    page.start_index = 1;
    if (checks.off("discovery-lists")) return all;
    return list_response(page, std::move(all), checks);
  }
  const bool serves_one = endpoint != "Schemas" || checks.on("schemas-one");
  for (Json& one : all) {
    const bool is_it = path.size() == 2 && equals_ignoring_case(one["id"].get<std::string>(), path[1]);
    if (is_it && serves_one) return std::move(one);
  }
  if (checks.off("discovery-unknown")) return Json::object();
  return not_found(endpoint == "Schemas" ? "schema" : "resource type", path[1]);
}

Json list_response(const Page& page, Json resources, const Checks& checks) {
  Json list;
  list["schemas"] = Json::array({list_response_urn});
  list["totalResults"] = page.total;
  if (page.start_index) list["startIndex"] = *page.start_index;
  list["itemsPerPage"] = checks.on("page-items") ? resources.size() : most_results;
  if (checks.off("list-numbers")) {
    for (const char* echoed : {"startIndex", "itemsPerPage"}) {
      if (list.contains(echoed)) list[echoed] = dump(list[echoed]);
    }
  }
  if (!page.previous_cursor.empty()) list["previousCursor"] = page.previous_cursor;
  if (!page.next_cursor.empty()) list["nextCursor"] = page.next_cursor;
  list["Resources"] = std::move(resources);
  return list;
}

}  // namespace idproctor::reference::scim
