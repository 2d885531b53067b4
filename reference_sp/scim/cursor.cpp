#include "reference_sp/scim/cursor.hpp"

#include <limits>
#include <utility>

#include "foundation/core/base64.hpp"
#include "foundation/core/text.hpp"
#include "foundation/xml/digest.hpp"

namespace idproctor::reference::scim {

namespace {

constexpr std::size_t place_size = 1 + 3 * 8;
constexpr std::size_t seal_size = 16;
constexpr std::uint64_t no_count = std::numeric_limits<std::uint64_t>::max();

void append_number(std::string& bytes, std::uint64_t number) {
  for (int shift = 56; shift >= 0; shift -= 8) bytes += static_cast<char>((number >> shift) & 0xff);
}

std::uint64_t number_at(std::string_view bytes, std::size_t at) {
  std::uint64_t number = 0;
  for (const char byte : bytes.substr(at, 8)) number = number << 8 | static_cast<unsigned char>(byte);
  return number;
}

std::string base64url_decode(std::string_view text) {
  if (text.size() > 2 * (place_size + seal_size)) return {};
  std::string padded = replace_all(replace_all(std::string(text), "-", "+"), "_", "/");
  padded.append((4 - padded.size() % 4) % 4, '=');
  auto bytes = base64_decode(padded);
  // The last symbol has two bits that say nothing: another symbol with the same four is another cursor (RFC
  // 4648, 3.5).
  return bytes && base64url_encode(*bytes) == text ? std::move(*bytes) : std::string();
}

}  // namespace

Cursors::Cursors(const Clock& clock, const Checks& checks)
    : clock_(clock), checks_(checks), key_(crypto::random_bytes(32)) {}

std::string Cursors::make(const CursorPlace& place, std::string_view query) const {
  const Time until = clock_.now() + timeout;
  std::string bytes(1, place.backwards ? '<' : '>');
  append_number(bytes, place.number);
  append_number(bytes, place.count.value_or(no_count));
  append_number(bytes, static_cast<std::uint64_t>(until.time_since_epoch().count()));
  return base64url_encode(bytes + seal(bytes, query));
}

Outcome<CursorPlace> Cursors::read(std::string_view cursor, std::string_view query) const {
  const std::string bytes = base64url_decode(cursor);
  const std::string_view place = std::string_view(bytes).substr(0, std::min(place_size, bytes.size()));
  if (bytes.size() != place_size + seal_size ||
      !crypto::equal_in_constant_time(bytes.substr(place_size), seal(place, query))) {
    return bad_request("invalidCursor", "The cursor is none of this query; leave it empty to begin.");
  }
  if (static_cast<std::uint64_t>(clock_.now().time_since_epoch().count()) >= number_at(place, 17)) {
    return bad_request("expiredCursor", "The cursor is older than " + std::to_string(timeout.count()) +
                                            " s; leave it empty to begin again.");
  }
  const std::uint64_t count = number_at(place, 9);
  return CursorPlace{place[0] == '<', number_at(place, 1),
                     count == no_count ? std::nullopt : std::optional<std::size_t>(count)};
}

std::string Cursors::seal(std::string_view place, std::string_view query) const {
  std::string sealed(place);
  if (checks_.on("cursor-bound")) sealed += query;
  return crypto::hmac_sha256(key_, sealed).substr(0, seal_size);
}

}  // namespace idproctor::reference::scim
