#pragma once

#include <optional>
#include <string>

#include "foundation/http/form.hpp"
#include "foundation/http/message.hpp"

namespace idproctor::observe {

/// A form of a page, with what a browser sends when it is submitted by no button.
struct PageForm {
  std::string action;  ///< as it stands in the page; empty: the page's own address
  http::Parameters fields;
};

/// The form with a SAMLRequest or SAMLResponse field in it that a page posts (SAML bindings 3.5.4). Pages
/// submit it by script in many ways, so none is asked for. Nothing where the answer is no HTML page, or no
/// such form posts.
std::optional<PageForm> saml_form(const http::Response& response);

/// The form behind whose button the user logs out, on the page of a logout link: it posts to an
/// address of the same site that speaks of a logout. Applications ask so to have a token against
/// forged requests in it. Nothing where there is none, or more than one.
std::optional<PageForm> logout_form(const http::Response& response, const std::string& page_url);

}  // namespace idproctor::observe
