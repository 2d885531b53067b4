#pragma once

#include <string>

#include "foundation/core/json.hpp"
#include "foundation/http/message.hpp"
#include "scim_client/dialect.hpp"

namespace idproctor::scim {

/// What the provider's client makes of one answer. Whatever the target sent, this is a judgement and never
/// an error.
struct Judgement {
  bool accepted = false;
  std::string reason;              ///< a name of reason_names(), or a status; empty when accepted
  std::string note;                ///< what was expected and what came; also of accepted answers that are odd
  Json body;                       ///< the parsed body, null where there is none
  Json saved = Json::object();     ///< { user: { id: … } }, of save and find
  Branch branch = Branch::always;  ///< found or absent, of a call with find or decide
};

/// `response` has its Content-Encoding undone; `undecoded` says why that failed, or is empty. `variables` are
/// what the call's `where` compares with.
Judgement judge(const Call& call, const http::Response& response, const std::string& undecoded,
                const Reasons& dialect_reasons, const Json& variables);

/// The sentence that the provider's administrator reads, from the call's reasons or the dialect's; without
/// one, the note.
std::string explain(const Judgement& judgement, const Call& call, const http::Response& response,
                    const Dialect& dialect, const Json& variables);

}  // namespace idproctor::scim
