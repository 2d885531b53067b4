#include "reference_sp/ids.hpp"

#include "foundation/core/text.hpp"
#include "foundation/xml/digest.hpp"

namespace idproctor::reference {

namespace {

constexpr std::string_view crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

void append_number(std::uint64_t number, int characters, std::string& to) {
  for (int shift = 5 * (characters - 1); shift >= 0; shift -= 5) to += crockford[(number >> shift) & 31];
}

}  // namespace

std::string Ids::make(std::string_view prefix) {
  std::string id(prefix);
  append_number(static_cast<std::uint64_t>(clock_.now().time_since_epoch().count()), 10, id);
  append_number(made_++, 4, id);
  for (const char byte : crypto::random_bytes(12)) id += crockford[static_cast<unsigned char>(byte) & 31];
  return id;
}

std::string make_secret(std::string_view prefix) {
  return std::string(prefix) + to_hex(crypto::random_bytes(24));
}

}  // namespace idproctor::reference
