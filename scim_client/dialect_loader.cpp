#include <algorithm>
#include <regex>

#include "foundation/core/text.hpp"
#include "foundation/core/yaml.hpp"
#include "scim_client/call_loader.hpp"
#include "scim_client/dialect.hpp"
#include "scim_client/keys.hpp"

namespace idproctor::scim {

namespace {

/// Shapes outside of the operations; each has its source under its own name.
const std::vector<std::string>& shape_groups() {
  static const std::vector<std::string> groups = {"headers",    "encoding",  "external_id",
                                                  "attributes", "on_demand", "reasons"};
  return groups;
}

class DialectLoader {
 public:
  explicit DialectLoader(const Yaml& yaml) : root_(yaml.root) { dialect_.file = yaml.file; }

  Result<Dialect> load() {
    if (auto done = check_keys(root_, dialect_.file, dialect_keys()); !done) return done.error();
    for (const auto step :
         {&DialectLoader::identity, &DialectLoader::sources, &DialectLoader::habits, &DialectLoader::headers,
          &DialectLoader::operations, &DialectLoader::lint_sources}) {
      if (auto done = (this->*step)(); !done) return done.error();
    }
    return std::move(dialect_);
  }

 private:
  Error fail(const std::string& message, const YAML::Node& at) const {
    return invalid(message, place(dialect_.file, at));
  }

  Result<> identity() {
    static const std::regex id("[a-z][a-z0-9]*(-[a-z0-9]+)*"), month("20\\d\\d-(0[1-9]|1[0-2])");
    dialect_.id = root_["dialect"].Scalar();
    dialect_.title = root_["title"].Scalar();
    dialect_.as_of = root_["as_of"].Scalar();
    if (root_["not_for_address"]) dialect_.not_for_address = root_["not_for_address"].Scalar();
    if (root_["on_demand"]) dialect_.on_demand = root_["on_demand"].as<std::size_t>(0);
    if (root_["on_demand"] && dialect_.on_demand == 0) {
      return fail("on_demand is how many people at a time", root_["on_demand"]);
    }
    if (!std::regex_match(dialect_.id, id))
      return fail("an id is lower-case words with hyphens", root_["dialect"]);
    if (!std::regex_match(dialect_.as_of, month)) return fail("as_of is written YYYY-MM", root_["as_of"]);
    return {};
  }

  Result<> sources() {
    static const std::regex dated("(19|20)\\d\\d(-\\d\\d)?");
    for (const auto& entry : root_["sources"]) {
      if (!entry.second.IsScalar()) return fail("a source is a text", entry.second);
      if (!std::regex_search(entry.second.Scalar(), dated)) return fail("a source has a date", entry.second);
      dialect_.sources[entry.first.Scalar()] = entry.second.Scalar();
    }
    for (const auto& item : root_["measured"]) {
      if (!dialect_.sources.contains(item.Scalar())) {
        return fail("sources has no '" + item.Scalar() + "'", item);
      }
      dialect_.measured.insert(item.Scalar());
    }
    return {};
  }

  Result<> habits() {
    const std::string encoding = root_["encoding"].Scalar(), external_id = root_["external_id"].Scalar();
    if (encoding != "percent" && encoding != "plus")
      return fail("encoding is percent or plus", root_["encoding"]);
    dialect_.encoding = encoding == "plus" ? Encoding::plus : Encoding::percent;
    static const std::map<std::string, ExternalId> forms{{"okta", ExternalId::okta},
                                                         {"guid", ExternalId::guid},
                                                         {"hex24", ExternalId::hex24},
                                                         {"hex64", ExternalId::hex64},
                                                         {"text", ExternalId::text}};
    const auto form = forms.find(external_id);
    if (form == forms.end())
      return fail("external_id is okta, guid, hex24, hex64 or text", root_["external_id"]);
    dialect_.external_id = form->second;
    for (const auto& entry : root_["attributes"]) {
      if (!entry.second.IsScalar()) return fail("a path is a text", entry.second);
      dialect_.attributes.emplace_back(entry.first.Scalar(), entry.second.Scalar());
    }
    if (const YAML::Node yaml = root_["reasons"]) {
      auto reasons = load_reasons(yaml, dialect_.file);
      if (!reasons) return reasons.error();
      dialect_.reasons = std::move(*reasons);
    }
    return {};
  }

  Result<> headers() {
    for (const auto& entry : root_["headers"]) {
      if (!entry.second.IsScalar()) return fail("a header is a text", entry.second);
      auto text = Text::parse(entry.second.Scalar());
      if (!text) return fail(text.error().message, entry.second);
      dialect_.headers.emplace_back(entry.first.Scalar(), std::move(*text));
    }
    return {};
  }

  Result<> operations() {
    const YAML::Node yaml = root_["operations"];
    if (auto done = check_keys(yaml, dialect_.file, operation_names()); !done) return done;
    for (const auto& entry : yaml) {
      std::vector<std::string> open;
      if (auto done = operation(entry.first.Scalar(), open); !done) return done;
    }
    return {};
  }

  /// Reads an operation once; `open` are those that are being read, so that a circle is noticed.
  Result<> operation(const std::string& name, std::vector<std::string>& open) {
    if (dialect_.operations.contains(name)) return {};
    open.push_back(name);
    std::vector<std::shared_ptr<const Call>> calls;
    for (const auto& item : root_["operations"][name]) {
      if (item.IsScalar()) {
        if (auto done = include(item, open, calls); !done) return done;
        continue;
      }
      auto call = load_call(item, name, dialect_);
      if (!call) return call.error();
      calls.push_back(std::make_shared<const Call>(std::move(*call)));
      dialect_.calls.push_back(calls.back());
      if (calls.back()->when != Branch::always && !decides(calls)) {
        return fail("'when' needs a call with 'find' or 'decide' before it", item);
      }
    }
    open.pop_back();
    dialect_.operations.emplace(name, std::move(calls));
    return {};
  }

  Result<> include(const YAML::Node& item, std::vector<std::string>& open,
                   std::vector<std::shared_ptr<const Call>>& calls) {
    const std::string& name = item.Scalar();
    if (!root_["operations"][name]) return fail("there is no operation '" + name + "' in this file", item);
    if (std::ranges::find(open, name) != open.end()) return fail("'" + name + "' includes itself", item);
    if (auto done = operation(name, open); !done) return done;
    const auto& included = dialect_.operations.at(name);
    calls.insert(calls.end(), included.begin(), included.end());
    return {};
  }

  static bool decides(const std::vector<std::shared_ptr<const Call>>& calls) {
    return std::ranges::any_of(calls,
                               [](const auto& call) { return !call->find.empty() || !call->decide.empty(); });
  }

  /// Nothing without a source or the admission that it has none; no source that nothing rests on.
  Result<> lint_sources() {
    for (const auto& item : root_["unmeasured"]) {
      if (item.Scalar() != "bodies" &&
          std::ranges::find(shape_groups(), item.Scalar()) == shape_groups().end()) {
        return fail("unmeasured may list " + join(shape_groups(), ", ") + ", bodies", item);
      }
      dialect_.unmeasured.insert(item.Scalar());
    }
    for (const std::string& group : shape_groups()) {
      const bool admitted = dialect_.unmeasured.contains(group);
      if (root_[group] && admitted == dialect_.sources.contains(group)) {
        return fail("'" + group + "' has its source under that name in sources, or is listed in unmeasured",
                    root_[group]);
      }
    }
    for (const auto& entry : root_["sources"]) {
      const std::string& name = entry.first.Scalar();
      const bool of_group = root_[name] && std::ranges::find(shape_groups(), name) != shape_groups().end();
      const bool used =
          std::ranges::any_of(dialect_.calls, [&](const auto& call) { return call->source == name; });
      if (!of_group && !used) return fail("nothing names the source '" + name + "'", entry.first);
    }
    return {};
  }

  YAML::Node root_;
  Dialect dialect_;
};

}  // namespace

Result<Dialect> load_dialect(const std::string& yaml_file) {
  auto yaml = load_yaml(yaml_file);
  if (!yaml) return yaml.error();
  return DialectLoader(*yaml).load();
}

}  // namespace idproctor::scim
