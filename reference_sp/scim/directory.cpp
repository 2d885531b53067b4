#include "reference_sp/scim/directory.hpp"

#include <algorithm>
#include <utility>

#include "foundation/core/text.hpp"
#include "foundation/xml/digest.hpp"
#include "reference_sp/scim/attribute_value.hpp"
#include "reference_sp/scim/entity_tag.hpp"
#include "reference_sp/scim/filter_match.hpp"
#include "reference_sp/scim/group.hpp"
#include "reference_sp/scim/patch_apply.hpp"
#include "reference_sp/scim/sort.hpp"
#include "reference_sp/scim/user.hpp"

namespace idproctor::reference::scim {

namespace {

// RFC 9562 version 4: an id cannot be guessed from another.
std::string random_uuid() {
  std::string bytes = crypto::random_bytes(16);
  bytes[6] = static_cast<char>((bytes[6] & 0x0f) | 0x40);
  bytes[8] = static_cast<char>((bytes[8] & 0x3f) | 0x80);
  const std::string hex = to_hex(bytes);
  return hex.substr(0, 8) + '-' + hex.substr(8, 4) + '-' + hex.substr(12, 4) + '-' + hex.substr(16, 4) + '-' +
         hex.substr(20);
}

void copy_attributes(const Schema& schema, const Json& from, const Checks& checks, Json& to) {
  for (const Attribute& attribute : schema.attributes) {
    if (attribute.returned == Returned::never && checks.on("returned-never")) continue;
    const auto found = from.find(attribute.name);
    if (found != from.end()) to[attribute.name] = *found;
  }
}

// Attributes alone; meta changes with every look at the clock.
bool is_same(Json a, Json b) {
  a.erase("meta");
  b.erase("meta");
  return a == b;
}

// What a list must compute for a filter on it; the stored document has the rest.
bool needs_computed(const Filter& filter) {
  return mentions(filter, "groups") || mentions(filter, "display") || mentions(filter, "$ref");
}

// The userName that a user must have to fit, where the filter says so: alone, or joined to the rest by "and".
const Json* wanted_user_name(const Filter& filter) {
  if (filter.kind == Filter::Kind::both) {
    for (const Filter& part : filter.parts) {
      if (const Json* name = wanted_user_name(part)) return name;
    }
    return nullptr;
  }
  const bool by_name = filter.kind == Filter::Kind::compare && filter.comparison == Comparison::eq &&
                       filter.path.urn.empty() && filter.path.sub.empty() &&
                       equals_ignoring_case(filter.path.name, "userName") && filter.value.is_string();
  return by_name ? &filter.value : nullptr;
}

}  // namespace

Directory::Directory(std::string base_url, Checks checks, const Clock& clock)
    : base_url_(std::move(base_url)), checks_(std::move(checks)), clock_(clock), cursors_(clock, checks_) {}

Directory& Directory::holder(const ResourceType& type, const std::string& id) {
  if (checks_.on("directory-isolation") || store_.find(type, id)) return *this;
  for (Directory* neighbour : neighbours_) {
    if (neighbour->store_.find(type, id)) return *neighbour;
  }
  return *this;
}

Outcome<const Resource*> Directory::find(const ResourceType& type, const std::string& id) const {
  const Resource* resource = store_.find(type, id);
  if (resource && checks_.off("inactive-shown") && !is_active(resource->document)) resource = nullptr;
  if (!resource) return not_found(type.name, id);
  if (checks_.off("manager-unknown") && lacks_manager(resource->document, store_)) {
    return ScimError{500, "", "Cannot read properties of null (reading 'displayName')"};
  }
  return resource;
}

Outcome<Page> Directory::list(const ResourceTypes& types, const ListQuery& query) const {
  auto resources = select(types, query);
  if (!resources) return resources.error();
  if (query.sorting && checks_.on("sort-by")) {
    const auto shown = [&](const Resource& resource) { return show(resource); };
    if (auto sorted = sort_resources(*resources, *query.sorting, types, checks_, shown); !sorted) {
      return sorted.error();
    }
  }
  if (!query.cursor) return index_page(*resources, query, checks_);
  return cursor_page(*resources, types, query, cursors_, checks_);
}

// What may fit. The question of every provider before it makes a user must not read all of them.
Resources Directory::candidates(const ResourceType& type, const ListQuery& query) const {
  const Json* name = query.filter ? wanted_user_name(*query.filter) : nullptr;
  if (&type != &user_type() || !name) return store_.all(type);
  Resources named;
  for (const std::string& id : store_.users_named(name->get_ref<const std::string&>())) {
    named.push_back(store_.find(id));
  }
  std::ranges::sort(named, {}, &Resource::number);
  return named;
}

Outcome<Resources> Directory::select(const ResourceTypes& types, const ListQuery& query) const {
  Resources selected;
  const bool computed = query.filter && needs_computed(*query.filter);
  for (const ResourceType* type : types) {
    Resources resources = candidates(*type, query);
    if (checks_.off("directory-lists")) {
      for (const Directory* neighbour : neighbours_) {
        const Resources others = neighbour->store_.all(*type);
        resources.insert(resources.end(), others.begin(), others.end());
      }
    }
    if (checks_.off("inactive-listed")) {
      std::erase_if(resources, [](const Resource* resource) { return !is_active(resource->document); });
    }
    if (query.filter) {
      auto fits = bind_filter(*query.filter, *type, types, checks_);
      if (!fits && checks_.off("filter-readable")) fits = Predicate([](const Json&) { return true; });
      if (!fits) return fits.error();
      std::erase_if(resources, [&](const Resource* resource) {
        return !(*fits)(computed ? show(*resource) : resource->document);
      });
    }
    selected.insert(selected.end(), resources.begin(), resources.end());
  }
  if (types.size() > 1) std::ranges::sort(selected, {}, &Resource::number);
  return selected;
}

Outcome<const Resource*> Directory::create(const ResourceType& type, const Json& body) {
  auto attributes = read_resource(type, body, checks_);
  if (!attributes) return attributes.error();
  const bool is_user = &type == &user_type();
  if (is_user && (!attributes->contains("active") || checks_.off("create-active"))) {
    (*attributes)["active"] = attributes->contains("active") || checks_.on("active-default");
  }
  change_new_resource(is_user, checks_, *attributes);
  if (const Resource* twin = mistaken_for(type, *attributes, store_, checks_))
    return change(*twin, std::move(*attributes));
  const std::string named = body.value("id", Json()).is_string() ? body.value("id", "") : "";
  const std::string id = named.empty() || checks_.on("create-id") ? random_uuid() : named;
  if (auto checked = check(type, id, *attributes); !checked) return checked.error();
  const Resource* added = &add(type, id, *attributes);
  if (watcher_) watcher_->created(*added);
  if (checks_.off("user-groups-read-only")) join(id, body);
  return added;
}

// The mistake of "user-groups-read-only": who says so is a member.
void Directory::join(const std::string& id, const Json& body) {
  const Json* groups = member(body, "groups");
  if (!groups || !groups->is_array()) return;
  for (const Json& one : *groups) {
    const Resource* group = store_.find(group_type(), one.is_object() ? one.value("value", "") : "");
    if (!group) continue;
    Json document = group->document;
    document["members"].push_back({{"value", id}, {"type", "User"}});
    commit(*group, document);
  }
}

Outcome<const Resource*> Directory::replace(const ResourceType& type, const std::string& id,
                                            const Json& body) {
  auto resource = find(type, id);
  if (!resource) return resource;
  auto attributes = read_resource(type, body, checks_);
  if (!attributes) return attributes.error();
  const Json& before = (*resource)->document;
  if (checks_.off("put-null")) keep_nulls(body, before, *attributes);
  if (checks_.off("put-read-only") && (body.contains("id") || body.contains("meta"))) {
    return bad_request("mutability", "id and meta cannot be changed by clients.");
  }
  if (&type == &user_type()) {
    if (!attributes->contains("active") && checks_.off("put-active-kept")) (*attributes)["active"] = true;
    if (!attributes->contains("active") && checks_.off("put-active-absent")) (*attributes)["active"] = false;
    // A PUT that does not speak of active decides nothing about it: nobody is locked out or let in by that.
    if (!attributes->contains("active") || checks_.off("put-active")) {
      copy_or_erase("active", before, *attributes);
    }
    if (checks_.off("profile-update")) keep_names(before, *attributes);
    if (checks_.off("user-name-changes")) (*attributes)["userName"] = before["userName"];
  } else if (checks_.off("put-members") ||
             (checks_.off("members-emptied") && body.value("members", Json()) == Json::array())) {
    copy_or_erase("members", before, *attributes);
  }
  return change(**resource, std::move(*attributes));
}

// The mistake of "patch-atomic": each operation is stored before the next one is looked at.
Outcome<const Resource*> Directory::patch_one_by_one(const ResourceType& type, const std::string& id,
                                                     const Json& body) {
  Outcome<const Resource*> done = find(type, id);
  for (const Json& operation : body["Operations"]) {
    Json alone = body;
    alone["Operations"] = Json::array({operation});
    done = patch(type, id, alone);
    if (!done) break;
  }
  return done;
}

Outcome<const Resource*> Directory::patch(const ResourceType& type, const std::string& id, const Json& body) {
  const Json* all = member(body, "Operations");
  if (checks_.off("patch-atomic") && all && all->is_array() && all->size() > 1) {
    return patch_one_by_one(type, id, body);
  }
  auto resource = find(type, id);
  if (!resource) return resource;
  auto operations = parse_patch(body, checks_);
  if (!operations) return operations.error();
  Json document = (*resource)->document;
  if (auto applied = apply_patch(*operations, type, checks_, document); !applied) return applied.error();
  if (checks_.off("patch-no-change") && document == (*resource)->document) {
    return bad_request("invalidValue", "There is nothing to change.");
  }
  if (&type == &user_type()) {
    if (!document.contains("active")) {
      return bad_request("mutability", "active is true or false; it cannot be removed.");
    }
    if (checks_.off("profile-update")) keep_names((*resource)->document, document);
    const bool returns = is_active(document) && !is_active((*resource)->document);
    if (returns && checks_.off("reactivation-keeps")) document.erase("name");
    if (checks_.off("user-name-changes")) document["userName"] = (*resource)->document["userName"];
  } else if (checks_.off("group-rename-members") &&
             document["displayName"] != (*resource)->document["displayName"]) {
    document.erase("members");
  }
  return change(**resource, std::move(document));
}

Outcome<> Directory::remove(const ResourceType& type, const std::string& id) {
  auto resource = find(type, id);
  if (!resource) return resource.error();
  const bool is_user = &type == &user_type();
  if (checks_.off(is_user ? "delete-user" : "delete-group")) return {};
  if (checks_.off("delete-group-users") && !is_user) remove_members(**resource);
  if (checks_.on("delete-leaves-groups")) leave_groups(id);
  if (checks_.off("delete-frees-name") && is_user)
    retired_.insert(to_lower((*resource)->document.value("userName", "")));
  if (watcher_) watcher_->removing(**resource);
  // What was given may be the resource's own.
  const std::string gone = (*resource)->id;
  store_.erase(gone);
  if (is_user) ended(gone);
  return {};
}

// The mistake of "delete-group-users": a group takes its members along.
void Directory::remove_members(const Resource& group) {
  const Json members = group.document.value("members", Json::array());
  for (const Json& member : members) {
    const std::string id = member.value("value", "");
    if (store_.find(user_type(), id)) (void)remove(user_type(), id);
  }
}

Json Directory::show(const Resource& resource) const {
  Json shown = resource.document;
  if (resource.type == &user_type() && checks_.off("user-groups-left")) {
    former_groups_.show(resource.id, store_, shown);
  } else if (resource.type == &user_type()) {
    show_groups(resource.id, store_, base_url_, shown);
  } else {
    show_members(store_, base_url_, shown);
  }
  return shown;
}

Outcome<> Directory::check(const ResourceType& type, const std::string& id, Json& document) const {
  if (&type != &user_type()) {
    auto checked = check_group(id, store_, checks_, document);
    for (const Directory* neighbour : neighbours_) {
      if (!checked && checks_.off("directory-members"))
        checked = check_group(id, neighbour->store_, checks_, document);
    }
    return checked;
  }
  if (auto checked = check_user(document, id, store_, checks_); !checked) return checked;
  if (retired_.contains(to_lower(document.value("userName", "")))) {
    return ScimError{409, "uniqueness", "There was a user with this userName."};
  }
  if (checks_.on("directory-names")) return {};
  for (const Directory* neighbour : neighbours_) {
    if (auto checked = check_user(document, id, neighbour->store_, checks_); !checked) return checked;
  }
  return {};
}

const Resource& Directory::add(const ResourceType& type, const std::string& id, const Json& attributes) {
  const Resource& added =
      store_.put({id, &type, composed(type, id, attributes, format_time(clock_.now()), 1), 1});
  former_groups_.remember(added, checks_);
  return added;
}

Outcome<const Resource*> Directory::change(const Resource& resource, Json document) {
  if (auto checked = check(*resource.type, resource.id, document); !checked) return checked.error();
  return &commit(resource, document);
}

const Resource& Directory::commit(const Resource& resource, const Json& document) {
  const ResourceType& type = *resource.type;
  const std::string id = resource.id;
  const std::uint64_t version = next_version(resource);
  Json after = composed(type, id, document, resource.document["meta"]["created"].get<std::string>(), version);
  if (watcher_) watcher_->changing(resource, after);
  if (is_same(resource.document, after) && checks_.on("write-without-change")) return resource;
  const bool ends = &type == &user_type() && is_active(resource.document) && !is_active(after);
  const Resource& stored = store_.put({id, &type, std::move(after), version});
  former_groups_.remember(stored, checks_);
  if (ends) ended(id);
  return stored;
}

// The document to store: attributes in the schema's order, with the schemas that they come from.
Json Directory::composed(const ResourceType& type, const std::string& id, const Json& attributes,
                         const std::string& created, std::uint64_t version) const {
  Json document;
  document["schemas"] = Json::array({type.schema.id});
  document["id"] = id;
  if (attributes.contains("externalId") && checks_.on("external-id"))
    document["externalId"] = attributes["externalId"];
  copy_attributes(type.schema, attributes, checks_, document);
  for (const Schema* extension : type.extensions) {
    const auto values = attributes.find(extension->id);
    if (values == attributes.end() || values->empty()) continue;
    document["schemas"].push_back(extension->id);
    copy_attributes(*extension, *values, checks_, document[extension->id]);
  }
  document["meta"] = {{"resourceType", type.name},
                      {"created", created},
                      {"lastModified", format_time(clock_.now())},
                      {"location", base_url_ + '/' + type.endpoint + '/' + id},
                      {"version", entity_tag(version)}};
  if (checks_.off("meta")) document["meta"].erase("resourceType");
  return document;
}

std::uint64_t Directory::next_version(const Resource& resource) const {
  return checks_.off("version-changes") ? resource.version : resource.version + 1;
}

void Directory::leave_groups(const std::string& id) {
  for (const Resource* group : store_.groups_with(id)) {
    Json document = group->document;
    remove_member(id, document);
    if (document["members"].empty()) document.erase("members");
    const std::uint64_t version = next_version(*group);
    document["meta"]["lastModified"] = format_time(clock_.now());
    document["meta"]["version"] = entity_tag(version);
    store_.put({group->id, group->type, std::move(document), version});
  }
}

void Directory::ended(const std::string& id) {
  // A listener may add another one.
  const auto listeners = listeners_;
  for (const auto& listener : listeners) listener(id);
}

std::optional<Account> Directory::find_account(const std::string& identity) const {
  const auto named = store_.users_named(identity);
  if (!named.empty()) return to_account(*store_.find(*named.begin()));
  if (const Resource* user = store_.user_with_email(identity)) return to_account(*user);
  return std::nullopt;
}

Account Directory::create_account(const std::string& identity,
                                  const std::map<std::string, std::string>& attributes) {
  if (const auto existing = find_account(identity)) return *existing;
  // Not checked as POST is: what a login proved is taken, even the empty name of the mistake "name-id".
  return to_account(add(user_type(), random_uuid(), user_from_login(identity, attributes)));
}

void Directory::set_active(const std::string& id, bool active) {
  const Resource* user = store_.find(user_type(), id);
  if (!user) return;
  Json document = user->document;
  document["active"] = active;
  commit(*user, document);
}

void Directory::on_ended(std::function<void(const std::string& id)> listener) {
  listeners_.push_back(std::move(listener));
}

}  // namespace idproctor::reference::scim
