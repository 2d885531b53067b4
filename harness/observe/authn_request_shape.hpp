#pragma once

#include "foundation/core/result.hpp"
#include "foundation/xml/document.hpp"

namespace idproctor::observe {

/// Whether a samlp:AuthnRequest is what saml-schema-protocol-2.0.xsd allows: IDs that are XML names, known
/// attributes with values of their type, known children in the schema's order (SAML core 3.2.1, 3.3.2.2.1 and
/// 3.4.1). What stands inside Signature, Extensions, Subject, Conditions and Scoping is not looked at. The
/// error says the first thing that does not fit.
Result<> check_authn_request_shape(const xml::Document& request);

}  // namespace idproctor::observe
