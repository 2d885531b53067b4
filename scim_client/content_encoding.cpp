#include "scim_client/content_encoding.hpp"

#include <string_view>

#include "foundation/core/deflate.hpp"
#include "foundation/core/text.hpp"

namespace idproctor::scim {

namespace {

constexpr std::size_t kLimit = 16 << 20;
constexpr std::size_t kGzipTrailer = 8;                   // CRC-32 and length, RFC 1952 section 2.3.1
constexpr std::size_t kZlibHeader = 2, kZlibTrailer = 4;  // RFC 1950 section 2.2

/// The length of a gzip member's header (RFC 1952 section 2.3), or 0 when it is none.
std::size_t gzip_header(std::string_view bytes) {
  constexpr unsigned kChecksum = 2, kExtra = 4, kName = 8, kComment = 16;
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
  if (bytes.size() < 10 || byte(0) != 0x1F || byte(1) != 0x8B || byte(2) != 8) return 0;
  const unsigned flags = byte(3);
  std::size_t at = 10;
  if (flags & kExtra) {
    if (bytes.size() < at + 2) return 0;
    at += 2 + byte(at) + 256u * byte(at + 1);
  }
  for (const unsigned text : {kName, kComment}) {
    if (!(flags & text)) continue;
    const std::size_t end = at < bytes.size() ? bytes.find('\0', at) : std::string_view::npos;
    if (end == std::string_view::npos) return 0;
    at = end + 1;
  }
  if (flags & kChecksum) at += 2;
  return at <= bytes.size() ? at : 0;
}

Result<std::string> gunzip(std::string_view bytes) {
  const std::size_t header = gzip_header(bytes);
  if (header == 0 || bytes.size() < header + kGzipTrailer) return invalid("not a gzip body");
  return inflate_raw(bytes.substr(header, bytes.size() - header - kGzipTrailer), kLimit);
}

/// "deflate" is the zlib format; some servers send the bare stream.
Result<std::string> inflate_http(std::string_view bytes) {
  const bool zlib =
      bytes.size() > kZlibHeader + kZlibTrailer && (bytes[0] & 0x0F) == 8 &&
      (static_cast<unsigned char>(bytes[0]) * 256u + static_cast<unsigned char>(bytes[1])) % 31 == 0;
  if (zlib) bytes = bytes.substr(kZlibHeader, bytes.size() - kZlibHeader - kZlibTrailer);
  return inflate_raw(bytes, kLimit);
}

}  // namespace

Result<> decode_content(http::Response& response) {
  const std::string encoding = to_lower(trim(response.headers.get("Content-Encoding")));
  if (encoding.empty() || encoding == "identity" || response.body.empty()) return {};
  Result<std::string> body = encoding == "gzip" || encoding == "x-gzip" ? gunzip(response.body)
                             : encoding == "deflate"
                                 ? inflate_http(response.body)
                                 : Result<std::string>(invalid("unknown Content-Encoding"));
  if (!body) return invalid("Content-Encoding " + printable(encoding, 40) + ": " + body.error().message);
  response.body = std::move(*body);
  return {};
}

}  // namespace idproctor::scim
