#include "reference_sp/saml/pages.hpp"

#include "foundation/core/text.hpp"

namespace idproctor::reference {
namespace {

http::Response never_stored(http::Response response) {
  response.headers.set("Cache-Control", "no-store");
  response.headers.set("X-Content-Type-Options", "nosniff");
  return response;
}

http::Response html(int status, const std::string& title, const std::string& markup) {
  http::Response response(status, "text/html; charset=utf-8",
                          "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>" +
                              escape_markup(title) + "</title></head>\n<body><h1>" + escape_markup(title) +
                              "</h1>\n" + markup + "\n</body></html>\n");
  response.headers.set("Content-Security-Policy", "default-src 'none'");
  return never_stored(std::move(response));
}

std::string foreign(const std::string& text, const Checks& checks) {
  return checks.on("escapes") ? escape_markup(printable(text)) : text;
}

}  // namespace

http::Response page(int status, const std::string& title, const std::string& text) {
  return html(status, title, "<p>" + escape_markup(printable(text)) + "</p>");
}

http::Response home_page(const Session* session, const Checks& checks) {
  if (!session)
    return html(200, "Reference integration", "<p>Nobody is logged in. <a href=\"/login\">Log in</a></p>");
  return html(200, "Reference integration",
              "<p>Logged in as <strong>" + foreign(session->account.user_name, checks) +
                  "</strong>. <a href=\"/whoami\">Details</a> <a href=\"/logout\">Log out</a></p>\n<pre>" +
                  foreign(dump(session->attributes), checks) + "</pre>");
}

http::Response refusal_page(const std::string& reason, const Checks& checks) {
  return html(403, "The login was refused", "<p>" + foreign(reason, checks) + "</p>");
}

http::Response not_found_page(const std::string& path, const Checks& checks) {
  return html(404, "Not found", "<p>There is no page at " + foreign(path, checks) + ".</p>");
}

http::Response json_answer(int status, const Json& body) {
  return never_stored(http::Response(status, "application/json", dump(body)));
}

http::Response redirect_to(const std::string& location) {
  return never_stored(http::Response::redirect(location));
}

http::Response method_not_allowed(const std::string& allowed) {
  auto response = page(405, "Method not allowed", "This address takes " + allowed + ".");
  response.headers.set("Allow", allowed);
  return response;
}

}  // namespace idproctor::reference
