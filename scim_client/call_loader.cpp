#include "scim_client/call_loader.hpp"

#include <algorithm>
#include <array>

#include "foundation/core/text.hpp"
#include "foundation/core/yaml.hpp"
#include "scim_client/keys.hpp"

namespace idproctor::scim {

namespace {

constexpr std::array<std::string_view, 5> kMethods = {"GET", "POST", "PUT", "PATCH", "DELETE"};

bool is_status(const std::string& text) {
  return text.size() == 3 && text[0] >= '1' && text[0] <= '5' &&
         text.find_first_not_of("0123456789") == std::string::npos;
}

bool is_pointer(const std::string& text) {
  return text.empty() || text[0] == '/';
}

/// Picks the value for a word, or fails with the words that are allowed.
template <class T>
Result<T> choose(const YAML::Node& node, const std::string& file,
                 std::initializer_list<std::pair<std::string_view, T>> choices) {
  std::vector<std::string> words;
  for (const auto& [word, value] : choices) {
    if (node.Scalar() == word) return value;
    words.emplace_back(word);
  }
  return invalid("'" + node.Scalar() + "' is none of " + join(words, ", "), place(file, node));
}

class CallLoader {
 public:
  CallLoader(const YAML::Node& node, const Dialect& dialect) : node_(node), dialect_(dialect) {}

  Result<Call> load(const std::string& operation) {
    call_.operation = operation;
    call_.line = node_.Mark().line + 1;
    if (auto done = check_keys(node_, dialect_.file, call_keys()); !done) return done.error();
    for (const auto step : {&CallLoader::request, &CallLoader::body, &CallLoader::conditions,
                            &CallLoader::answer, &CallLoader::captures, &CallLoader::source}) {
      if (auto done = (this->*step)(); !done) return done.error();
    }
    return std::move(call_);
  }

 private:
  Error fail(const std::string& message, const YAML::Node& at) const {
    return invalid(message, place(dialect_.file, at));
  }

  Result<> request() {
    YAML::Node path;
    for (const std::string_view method : kMethods) {
      const YAML::Node value = node_[std::string(method)];
      if (!value) continue;
      if (!call_.method.empty()) return fail("a call has one method", node_);
      call_.method = method;
      path.reset(value);
    }
    if (call_.method.empty()) return fail("a call needs one of GET, POST, PUT, PATCH and DELETE", node_);
    call_.path = path.Scalar();
    auto address = Address::parse(call_.path, dialect_.encoding);
    if (!address) return fail(address.error().message, path);
    call_.address = std::move(*address);
    return {};
  }

  Result<> body() {
    if (const YAML::Node yaml = node_["body"]) {
      auto body = Body::parse(yaml, dialect_.file, dialect_.attributes);
      if (!body) return body.error();
      call_.body = std::move(*body);
    }
    if (const YAML::Node merge = node_["merge"]) {
      if (merge.Scalar() != "answer") return fail("a body is merged over: answer", merge);
      call_.merge_answer = true;
    }
    if (const YAML::Node pointer = node_["unless_empty"]) {
      if (!is_pointer(pointer.Scalar())) return fail("a JSON pointer begins with \"/\"", pointer);
      call_.unless_empty = pointer.Scalar();
    }
    if (!call_.body && (call_.merge_answer || !call_.unless_empty.empty())) {
      return fail("'merge' and 'unless_empty' need a body", node_);
    }
    return {};
  }

  Result<> conditions() {
    if (const YAML::Node when = node_["when"]) {
      if (is_status(when.Scalar())) {
        call_.when_status = std::stoi(when.Scalar());
      } else {
        auto branch =
            choose<Branch>(when, dialect_.file, {{"found", Branch::found}, {"absent", Branch::absent}});
        if (!branch) return branch.error();
        call_.when = *branch;
      }
    }
    for (const auto& status : node_["accept"]) {
      if (!status.IsScalar() || !is_status(status.Scalar())) return fail("a status has three digits", status);
      call_.accept.push_back(std::stoi(status.Scalar()));
    }
    if (const YAML::Node pages = node_["pages"]) {
      const Json size = to_json(pages);
      if (!size.is_number_integer() || size < 1 || size > 10'000)
        return fail("pages is from 1 to 10000", pages);
      call_.page_size = size.get<int>();
      if (call_.path.find("${page.start}") == std::string::npos) {
        return fail("a call with pages needs ${page.start} in its path", node_);
      }
    }
    return {};
  }

  Result<> answer() {
    if (const YAML::Node kind = node_["answer"]) {
      auto answer = choose<Answer>(
          kind, dialect_.file,
          {{"object", Answer::object}, {"list", Answer::list}, {"empty_list", Answer::empty_list}});
      if (!answer) return answer.error();
      call_.answer = *answer;
    }
    if (call_.answer == Answer::any && (node_["find"] || node_["pages"])) call_.answer = Answer::list;
    if (call_.answer == Answer::any && (node_["save"] || call_.method == "GET"))
      call_.answer = Answer::object;
    if (const YAML::Node yaml = node_["reasons"]) {
      auto reasons = load_reasons(yaml, dialect_.file);
      if (!reasons) return reasons.error();
      call_.reasons = std::move(*reasons);
    }
    return {};
  }

  Result<> captures() {
    for (const auto& [key, list] : {std::pair{"save", &call_.save}, std::pair{"find", &call_.find}}) {
      const YAML::Node yaml = node_[key];
      if (!yaml) continue;
      for (const auto& entry : yaml) {
        auto reference = Reference::parse(entry.first.Scalar());
        if (!reference) return fail(reference.error().message, entry.first);
        if (reference->keys.size() != 2) return fail("a variable has two parts, as user.id", entry.first);
        if (!entry.second.IsScalar() || !is_pointer(entry.second.Scalar())) {
          return fail("a JSON pointer begins with \"/\"", entry.second);
        }
        list->push_back({reference->keys[0], reference->keys[1], entry.second.Scalar()});
      }
    }
    return decisions();
  }

  Result<> decisions() {
    for (const auto& entry : node_["where"]) {
      if (!is_pointer(entry.first.Scalar())) return fail("a JSON pointer begins with \"/\"", entry.first);
      if (!entry.second.IsScalar()) return fail("what a resource must have is a text", entry.second);
      auto text = Text::parse(entry.second.Scalar());
      if (!text) return fail(text.error().message, entry.second);
      call_.where.emplace_back(entry.first.Scalar(), std::move(*text));
    }
    if (!call_.where.empty() && call_.find.empty()) return fail("'where' needs 'find'", node_["where"]);
    if (const YAML::Node pointer = node_["decide"]) {
      if (!is_pointer(pointer.Scalar())) return fail("a JSON pointer begins with \"/\"", pointer);
      if (!call_.find.empty()) return fail("either find or decide", pointer);
      call_.decide = pointer.Scalar();
    }
    return {};
  }

  Result<> source() {
    const YAML::Node source = node_["source"];
    const YAML::Node admitted = node_["unmeasured"];
    if (static_cast<bool>(source) == (admitted && admitted.Scalar() == "true")) {
      return fail("a call names its source, or is marked unmeasured: true", node_);
    }
    if (!source) return {};
    if (!dialect_.sources.contains(source.Scalar())) {
      return fail("sources has no '" + source.Scalar() + "'", source);
    }
    call_.source = source.Scalar();
    return {};
  }

  const YAML::Node& node_;
  const Dialect& dialect_;
  Call call_;
};

}  // namespace

Result<Call> load_call(const YAML::Node& node, const std::string& operation, const Dialect& dialect) {
  return CallLoader(node, dialect).load(operation);
}

Result<Reasons> load_reasons(const YAML::Node& node, const std::string& file) {
  Reasons reasons;
  for (const auto& entry : node) {
    const std::string& name = entry.first.Scalar();
    if (!is_status(name) &&
        std::ranges::find(reason_names().keys, name, &Key::name) == reason_names().keys.end()) {
      std::vector<std::string> known;
      for (const Key& key : reason_names().keys) known.emplace_back(key.name);
      return invalid("'" + name + "' is no reason; known are statuses and " + join(known, ", "),
                     place(file, entry.first));
    }
    if (!entry.second.IsScalar()) return invalid("a reason is a text", place(file, entry.second));
    auto text = Text::parse(entry.second.Scalar());
    if (!text) return invalid(text.error().message, place(file, entry.second));
    reasons.emplace(name, std::move(*text));
  }
  return reasons;
}

}  // namespace idproctor::scim
