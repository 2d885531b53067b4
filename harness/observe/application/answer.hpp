#pragma once

#include <initializer_list>
#include <string>

#include "foundation/core/json.hpp"
#include "foundation/http/message.hpp"

namespace idproctor::observe {

/// The JSON of a 2xx answer. An Error says what came instead, with what the application said about it;
/// `asked` is the request's path, which the message names.
Result<Json> json_answer(const http::Response& response, const std::string& asked);

/// The value at that pointer where it tells something: null where it is absent, null or an empty text.
const Json* told(const Json& json, const std::string& pointer);
/// The first of them that tells something.
const Json* told(const Json& json, std::initializer_list<const char*> pointers);

/// Texts stay, and objects become the name that they bear: groups and roles are written either way.
Json names_in(const Json& list);

/// A request with the query's parameters in it, percent-encoded.
http::Request get_request(const std::string& base_url, const std::string& path,
                          const std::vector<std::pair<std::string, std::string>>& query);

}  // namespace idproctor::observe
