#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "foundation/core/result.hpp"
#include "foundation/xml/key.hpp"

namespace idproctor::crypto {

/// The bytes of a SignatureValue by the algorithm URIs of XML Signature and RFC 6931: RSA with SHA-1 to
/// SHA-512, RSA-PSS (sha256-rsa-MGF1 and the like, and rsa-pss with its default parameters), ECDSA with r||s
/// as XML Signature 6.4.3 writes it; RSA with MD5 for messages that are wrong on purpose.
Result<std::string> sign(const Key& key, std::string_view algorithm_uri, std::string_view data);
/// A signature that does not verify is false; an unknown algorithm, or one that does not fit the key, is an
/// error.
Result<bool> verify(const Key& key, std::string_view algorithm_uri, std::string_view data,
                    std::string_view signature);

/// Whether the algorithm is known and fits the type of the key.
bool signs_with(const Key& key, std::string_view algorithm_uri);
/// The key's own algorithm with SHA-256.
std::string nearest_method(const Key& key);
/// The algorithm is an RSA-PSS one.
bool is_rsa_pss(std::string_view algorithm_uri);
/// A value that verifies with the key by any algorithm that fits it, whatever the message calls it.
bool verifies_by_any(const Key& key, std::string_view data, std::string_view signature);

bool is_hmac(std::string_view algorithm_uri);
/// `output_bits`: HMACOutputLength; the value is cut to that many bits, rounded up to bytes.
Result<std::string> hmac(std::string_view algorithm_uri, std::string_view secret, std::string_view data,
                         std::optional<std::size_t> output_bits = {});

}  // namespace idproctor::crypto
