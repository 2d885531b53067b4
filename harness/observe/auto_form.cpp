#include "harness/observe/auto_form.hpp"

#include "foundation/core/text.hpp"
#include "foundation/xml/document.hpp"

namespace idproctor::observe {

namespace {

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

}  // namespace

std::optional<AutoForm> auto_form(const http::Response& response) {
  const std::string type = to_lower(response.headers.get("Content-Type"));
  if (response.status != 200 || type.find("html") == std::string::npos) return std::nullopt;
  // Most pages have none; they need no parser.
  if (response.body.find("SAMLRe") == std::string::npos) return std::nullopt;
  const auto page = xml::Document::parse_html(response.body);
  if (!page) return std::nullopt;
  const auto forms = page->select("//form");
  if (!forms) return std::nullopt;
  for (const xml::Node& form : *forms) {
    if (to_lower(form.attribute("method")) != "post") continue;
    AutoForm found{std::string(trim(form.attribute("action"))), fields_of(*page, form)};
    if (http::find(found.fields, "SAMLRequest") || http::find(found.fields, "SAMLResponse")) return found;
  }
  return std::nullopt;
}

}  // namespace idproctor::observe
