#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "foundation/core/clock.hpp"
#include "foundation/core/result.hpp"
#include "foundation/xml/document.hpp"
#include "reference_sp/checks.hpp"

namespace idproctor::reference {

inline constexpr std::string_view saml_namespace = "urn:oasis:names:tc:SAML:2.0:assertion";
inline constexpr std::string_view samlp_namespace = "urn:oasis:names:tc:SAML:2.0:protocol";
inline constexpr std::string_view md_namespace = "urn:oasis:names:tc:SAML:2.0:metadata";
inline constexpr std::string_view ds_namespace = "http://www.w3.org/2000/09/xmldsig#";
/// Exclusive canonicalization: its algorithm, and the namespace of its InclusiveNamespaces.
inline constexpr std::string_view exclusive_canonicalization = "http://www.w3.org/2001/10/xml-exc-c14n#";

bool is(xml::Node node, std::string_view namespace_uri, std::string_view name);

/// Child elements by their full name; prefixes do not matter, and neither does anything deeper.
std::vector<xml::Node> children(xml::Node parent, std::string_view namespace_uri, std::string_view name);

/// The one child of that name; none and several are both an Error.
Result<xml::Node> only_child(xml::Node parent, std::string_view namespace_uri, std::string_view name);

/// Whether the node is the ancestor itself, or anywhere below it.
bool is_within(xml::Node node, xml::Node ancestor);
/// "/*[1]/*[2]": where the element stands, for finding it again in a copy of its document.
std::string path_of(xml::Node element);

/// A time as SAML core 1.3.3 writes it: xs:dateTime in UTC, ending in "Z". `what` names it in the Error. The
/// check "time-zone" decides here.
Result<Time> read_instant(std::string_view text, const std::string& what, const Checks& checks = Checks());

}  // namespace idproctor::reference
