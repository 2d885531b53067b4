#pragma once

#include <optional>
#include <string>

#include "foundation/http/form.hpp"
#include "foundation/http/message.hpp"

namespace idproctor::observe {

/// A form of a page that a browser submits by itself.
struct AutoForm {
  std::string action;  ///< as it stands in the page; empty: the page's own address
  http::Parameters fields;
};

/// The form with a SAMLRequest or SAMLResponse field in it that a page posts (SAML bindings 3.5.4). Pages
/// submit it by script in many ways, so none is asked for. Nothing where the answer is no HTML page, or no
/// such form posts.
std::optional<AutoForm> auto_form(const http::Response& response);

}  // namespace idproctor::observe
