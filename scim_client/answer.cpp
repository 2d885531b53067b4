#include "scim_client/answer.hpp"

#include <algorithm>

#include "foundation/core/text.hpp"
#include "scim_client/duplicate_key.hpp"

namespace idproctor::scim {

namespace {

constexpr std::size_t kQuoteLimit = 200;  // bytes of the target's text in one sentence
std::string type_name(const Json& json) {
  const std::string name = json.type_name();
  return (name == "object" || name == "array" ? "an " : name == "null" ? "" : "a ") + name;
}

/// RFC 7644 3.12: what the server says of its error, or the beginning of whatever it said.
std::string detail_of(const Json& body, const http::Response& response) {
  const Json* detail = find(body, "/detail");
  const std::string text = detail && detail->is_string() ? detail->get<std::string>() : response.body;
  return printable(trim(text), kQuoteLimit);
}

std::string status_line(const http::Response& response) {
  const std::string_view phrase = http::reason_phrase(response.status);
  return std::to_string(response.status) + (phrase.empty() ? "" : " " + std::string(phrase));
}

class Judge {
 public:
  Judge(const Call& call, const http::Response& response, const Reasons& reasons, const Json& variables)
      : call_(call), response_(response), reasons_(reasons), variables_(variables) {}

  Judgement judge(const std::string& undecoded) {
    const bool readable = undecoded.empty() && parse();
    if (!accepted_status()) return refuse_status(readable);
    const bool success = response_.status >= 200 && response_.status < 300;
    if (!success) return absent();
    if (!undecoded.empty()) return fail("not_json", undecoded);
    if (blank()) return without_body();
    if (!readable) return unreadable();
    if (const std::string key = duplicate_key(response_.body); !key.empty()) {
      note("the key \"" + printable(key, 60) + "\" stands twice in the answer; the last one counts");
    }
    if (!shape()) return std::move(out_);
    out_.accepted = true;
    for (const Call::Capture& capture : call_.save) {
      if (out_.accepted) save(capture, out_.body, "the answer");
    }
    if (out_.accepted && !call_.find.empty()) match();
    if (!call_.decide.empty()) {
      const Json* said = find(out_.body, call_.decide);
      out_.branch = said && *said == true ? Branch::found : Branch::absent;
    }
    return std::move(out_);
  }

 private:
  bool blank() const { return trim(response_.body).empty(); }

  bool parse() {
    if (blank()) return false;
    auto parsed = parse_json(response_.body);
    if (!parsed) {
      parse_error_ = describe(parsed.error());
      return false;
    }
    out_.body = std::move(*parsed);
    return true;
  }

  bool accepted_status() const {
    if (call_.accept.empty()) return response_.status >= 200 && response_.status < 300;
    return std::ranges::find(call_.accept, response_.status) != call_.accept.end();
  }

  /// A status beside 2xx that the client tolerates: a match that answers 404 found nobody.
  Judgement absent() {
    out_.accepted = true;
    out_.branch = Branch::absent;
    return std::move(out_);
  }

  Judgement refuse_status(bool readable) {
    const std::string status = std::to_string(response_.status);
    const bool own = call_.reasons.contains(status) || reasons_.contains(status);
    const std::string reason = own ? status : readable || blank() ? "refused" : "not_json";
    return fail(reason, "answered " + status_line(response_) + ": " + detail_of(out_.body, response_));
  }

  Judgement without_body() {
    if (call_.answer != Answer::any)
      return fail("empty", "answered " + status_line(response_) + " without a body");
    out_.accepted = true;
    return std::move(out_);
  }

  Judgement unreadable() {
    if (call_.answer != Answer::any) {
      return fail("not_json", parse_error_ + ": " + printable(trim(response_.body), kQuoteLimit));
    }
    note("the answer's body is not JSON (" + parse_error_ + ")");
    out_.accepted = true;
    return std::move(out_);
  }

  bool shape() {
    if (call_.answer == Answer::any) return true;
    if (!out_.body.is_object()) {
      fail("wrong_shape", "the answer is " + type_name(out_.body) + ", not an object");
      return false;
    }
    return call_.answer == Answer::object || list();
  }

  /// RFC 7644 3.4.2: totalResults is required, Resources may be missing when it is 0.
  bool list() {
    const Json* total = find(out_.body, "/totalResults");
    const Json* resources = find(out_.body, "/Resources");
    std::string trouble;
    if (!total) {
      trouble = "no ListResponse: totalResults is missing";
    } else if (!total->is_number_integer()) {
      trouble = "totalResults is " + type_name(*total) + ", not an integer";
    } else if (resources && !resources->is_array()) {
      trouble = "Resources is " + type_name(*resources) + ", not an array";
    } else if (!resources && *total != 0) {
      trouble = "totalResults is " + dump(*total) + ", but Resources is missing";
    } else if (call_.answer == Answer::empty_list && (*total != 0 || (resources && !resources->empty()))) {
      trouble = "an empty list was expected, not " + dump(*total) + " resources";
    }
    if (!trouble.empty()) fail("wrong_shape", trouble);
    return trouble.empty();
  }

  void match() {
    const std::vector<const Json*> resources = matching();
    const std::size_t count = resources.size();
    out_.branch = count == 0 ? Branch::absent : Branch::found;
    if (count == 0) {
      if (call_.where.empty() && out_.body["totalResults"] != 0) {
        note("totalResults is not 0, but Resources is empty");
      }
      return;
    }
    if (count > 1) {
      const std::string several = std::to_string(count) + " resources match";
      if (call_.reasons.contains("several") || reasons_.contains("several")) {
        fail("several", several);
        return;
      }
      note(several + "; the first one is taken");
    }
    for (const Call::Capture& capture : call_.find) {
      if (out_.accepted) save(capture, *resources.front(), "the matching resource");
    }
  }

  /// All resources of the list, or those that `where` means.
  std::vector<const Json*> matching() const {
    std::vector<const Json*> out;
    const Json* resources = find(out_.body, "/Resources");
    if (!resources) return out;
    for (const Json& resource : *resources) {
      if (is_meant(resource)) out.push_back(&resource);
    }
    return out;
  }

  bool is_meant(const Json& resource) const {
    const Json moment = Json::object();
    return std::ranges::all_of(call_.where, [&](const auto& condition) {
      const Json* value = find(resource, condition.first);
      const auto wanted = condition.second.render(Scope(variables_, moment));
      return value && wanted && to_text(*value) == *wanted;
    });
  }

  void save(const Call::Capture& capture, const Json& from, const std::string& what) {
    const Json* value = find(from, capture.pointer);
    if (!value) {
      fail("wrong_shape", what + " has no " + capture.pointer);
    } else if (!value->is_string() || value->get_ref<const std::string&>().empty()) {
      const std::string came = value->is_string() ? "empty" : type_name(*value) + ", not a string";
      fail("wrong_shape", capture.pointer + " of " + what + " is " + came);
    } else {
      out_.saved[capture.root][capture.name] = *value;
    }
  }

  void note(const std::string& text) { out_.note += (out_.note.empty() ? "" : "; ") + text; }

  Judgement fail(const std::string& reason, const std::string& text) {
    out_.accepted = false;
    out_.reason = reason;
    note(call_.name() + " " + text);
    return out_;
  }

  const Call& call_;
  const http::Response& response_;
  const Reasons& reasons_;
  const Json& variables_;
  std::string parse_error_;
  Judgement out_;
};

}  // namespace

Judgement judge(const Call& call, const http::Response& response, const std::string& undecoded,
                const Reasons& dialect_reasons, const Json& variables) {
  return Judge(call, response, dialect_reasons, variables).judge(undecoded);
}

std::string explain(const Judgement& judgement, const Call& call, const http::Response& response,
                    const Dialect& dialect, const Json& variables) {
  const Text* text = nullptr;
  for (const Reasons* reasons : {&dialect.reasons, &call.reasons}) {
    const auto reason = reasons->find(judgement.reason);
    if (reason != reasons->end()) text = &reason->second;
  }
  if (!text) return judgement.note;
  const std::string phrase(http::reason_phrase(response.status));
  const std::string body = printable(trim(response.body), kQuoteLimit);
  const Json moment = {{"answer",
                        {{"status", response.status},
                         {"phrase", phrase.empty() ? std::to_string(response.status) : phrase},
                         {"status_name", replace_all(phrase, " ", "")},
                         {"detail", detail_of(judgement.body, response)},
                         {"body", body},
                         {"token", body.substr(0, body.find_first_of(" \t{[,:"))}}}};
  auto sentence = text->render(Scope(variables, moment));
  return sentence ? *sentence : judgement.note;
}

}  // namespace idproctor::scim
