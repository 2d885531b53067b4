#pragma once

// For foundation/xml alone: RSA-PSS as signature methods of xmlsec, whose version 1.2 has none.

#include <span>

#include "foundation/xml/handle.hpp"

namespace idproctor::xml {

/// sha256-, sha384- and sha512-rsa-MGF1 (RFC 6931 2.3.10), for verifying alone: the salt is as long as the
/// digest, MGF1 uses the same digest. Shares nothing with signature_value.cpp, by which messages are signed.
std::span<const xmlSecTransformId> rsa_pss_transforms();

/// Makes xmlsec know them; once in the process, after its initialisation.
void register_rsa_pss();

}  // namespace idproctor::xml
