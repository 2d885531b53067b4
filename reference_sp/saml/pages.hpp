#pragma once

#include <string>

#include "foundation/http/message.hpp"
#include "reference_sp/checks.hpp"
#include "reference_sp/saml/sessions.hpp"

namespace idproctor::reference {

/// Every answer is about one person at one moment: never stored.
http::Response page(int status, const std::string& title, const std::string& text);
// What these show may be foreign; the check "escapes" decides whether it can be markup.
http::Response home_page(const Session* session, const Checks& checks);
http::Response refusal_page(const std::string& reason, const Checks& checks);
http::Response not_found_page(const std::string& path, const Checks& checks);
http::Response json_answer(int status, const Json& body);
http::Response redirect_to(const std::string& location);
http::Response method_not_allowed(const std::string& allowed);

}  // namespace idproctor::reference
