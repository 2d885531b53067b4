// What ${...} stands for in the SCIM steps of a case.

#include <charconv>

#include "foundation/core/template.hpp"
#include "harness/run/directory.hpp"

namespace idproctor::run {

namespace {

constexpr std::size_t kLongestRepetition = 32 << 20;

/// "NUMBER,TEXT", or "NAME,TEXT" with the name of a limit.
Result<std::string> repeated(std::string_view arguments, const std::map<std::string, std::size_t>& limits) {
  const std::size_t comma = arguments.find(',');
  const std::string count(arguments.substr(0, comma));
  const std::string_view text = comma == std::string_view::npos ? "" : arguments.substr(comma + 1);
  std::size_t times = 0;
  if (const auto limit = limits.find(count); limit != limits.end()) {
    times = limit->second;
  } else if (const auto [end, trouble] = std::from_chars(count.data(), count.data() + count.size(), times);
             trouble != std::errc() || end != count.data() + count.size()) {
    return invalid("repeat() needs a number, or a limit that the target advertises, not '" + count + "'");
  }
  if (!text.empty() && times > kLongestRepetition / text.size()) {
    return invalid("repeat() makes 32 MB at the most");
  }
  std::string out;
  out.reserve(times * text.size());
  for (std::size_t i = 0; i < times; ++i) out += text;
  return out;
}

}  // namespace

Result<std::string> Directory::filled_in(const std::string& text) {
  return expand(text, [&](std::string_view name) -> Result<std::optional<std::string>> {
    if (name == "token") return environment_.target.scim->token;
    if (name == "role.admin" || name == "role.default") {
      const auto& roles = environment_.target.application->roles;
      const auto role = roles.find(std::string(name.substr(5)));
      if (role != roles.end()) return role->second;
    }
    if (const auto saved = saved_.find(std::string(name)); saved != saved_.end()) return saved->second;
    if (name.starts_with("repeat(") && name.ends_with(")")) {
      auto written = repeated(name.substr(7, name.size() - 8), environment_.scim.limits);
      if (!written) return written.error();
      return std::optional<std::string>(std::move(*written));
    }
    const std::size_t dot = name.find('.');
    if (dot == std::string_view::npos) return std::optional<std::string>();
    const std::string key(name.substr(0, dot)), attribute(name.substr(dot + 1));
    const Json* variables = nullptr;
    if (const auto found = groups_.find(key); found != groups_.end()) variables = &found->second.variables;
    if (variables == nullptr && environment_.catalogue.users.contains(key))
      variables = &person(key).variables;
    const Json* value = variables == nullptr ? nullptr : find(*variables, "/" + attribute);
    if (value == nullptr || value->is_null()) return std::optional<std::string>();
    return to_text(*value);
  });
}

Result<> Directory::fill_in(Json& json) {
  if (json.is_structured()) {
    for (Json& item : json) {
      if (auto done = fill_in(item); !done) return done;
    }
  } else if (json.is_string()) {
    auto text = filled_in(json.get_ref<const std::string&>());
    if (!text) return text.error();
    json = *text;
  }
  return {};
}

Result<scim::Deviation> Directory::filled_in(scim::Deviation deviation) {
  for (scim::JsonEdit& edit : deviation.edits) {
    if (auto done = fill_in(edit.value); !done) return done.error();
  }
  for (auto& [name, value] : deviation.headers) {
    auto filled = filled_in(value);
    if (!filled) return filled.error();
    value = *filled;
  }
  return deviation;
}

Result<scenario::Expectation> Directory::filled_in(scenario::Expectation expect) {
  for (scenario::Matchers* matchers : {&expect.header, &expect.body, &expect.state}) {
    for (auto& [name, matcher] : *matchers) {
      if (auto done = fill_in(matcher); !done) return done.error();
    }
  }
  return expect;
}

}  // namespace idproctor::run
