#include "harness/observe/page_form.hpp"

#include <algorithm>

#include "foundation/core/text.hpp"
#include "foundation/http/url.hpp"
#include "foundation/xml/document.hpp"

namespace idproctor::observe {

namespace {

constexpr const char* kLogoutWords[] = {"logout",  "log-out",  "log_out",  "logoff",
                                        "signout", "sign-out", "sign_out", "signoff"};

http::Parameters fields_of(const xml::Document& page, xml::Node form) {
  http::Parameters fields;
  const auto inputs = page.select(".//input[@name and not(@disabled)] | .//textarea[@name]", form);
  if (!inputs) return fields;
  for (const xml::Node& input : *inputs) {
    const std::string type = to_lower(input.attribute("type"));
    // Nobody clicks: a button's name and value do not travel.
    if (type == "submit" || type == "button" || type == "image" || type == "reset") continue;
    if ((type == "checkbox" || type == "radio") && !input.has_attribute("checked")) continue;
    const bool is_area = input.name() == "textarea";
    fields.emplace_back(input.attribute("name"), is_area ? input.text() : input.attribute("value"));
  }
  return fields;
}

/// The page's forms that post.
std::vector<PageForm> posting_forms(const http::Response& response) {
  std::vector<PageForm> forms;
  const std::string type = to_lower(response.headers.get("Content-Type"));
  if (response.status != 200 || type.find("html") == std::string::npos) return forms;
  const auto page = xml::Document::parse_html(response.body);
  if (!page) return forms;
  const auto found = page->select("//form");
  if (!found) return forms;
  for (const xml::Node& form : *found) {
    if (to_lower(form.attribute("method")) != "post") continue;
    forms.push_back({std::string(trim(form.attribute("action"))), fields_of(*page, form)});
  }
  return forms;
}

bool speaks_of_logout(const std::string& url) {
  const std::string address = to_lower(url.substr(0, url.find('?')));
  return std::ranges::any_of(kLogoutWords,
                             [&](const char* word) { return address.find(word) != std::string::npos; });
}

}  // namespace

std::optional<PageForm> saml_form(const http::Response& response) {
  // Most pages have none; they need no parser.
  if (response.body.find("SAMLRe") == std::string::npos) return std::nullopt;
  for (PageForm& form : posting_forms(response)) {
    if (http::find(form.fields, "SAMLRequest") || http::find(form.fields, "SAMLResponse"))
      return std::move(form);
  }
  return std::nullopt;
}

std::optional<PageForm> logout_form(const http::Response& response, const std::string& page_url) {
  const auto page = http::parse_url(page_url);
  std::optional<PageForm> only;
  for (PageForm& form : posting_forms(response)) {
    const auto target = http::resolve(page_url, form.action);
    const auto url = target ? http::parse_url(*target) : page;
    const bool is_here = target && url && page && url->host == page->host && url->port == page->port;
    if (!is_here || !speaks_of_logout(*target)) continue;
    if (only) return std::nullopt;
    form.action = *target;
    only = std::move(form);
  }
  return only;
}

}  // namespace idproctor::observe
