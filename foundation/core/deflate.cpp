#include "foundation/core/deflate.hpp"

#include <zlib.h>

#include <array>
#include <stdexcept>

namespace idproctor {

namespace {
// A negative window size means a raw stream, without zlib's header and checksum.
constexpr int kRawWindow = -15;

Bytef* input(std::string_view bytes) {
  return reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
}
}  // namespace

std::string deflate_raw(std::string_view bytes) {
  // A short message, as most are, fits a small window with small tables; to clear zlib's usual ones takes
  // longer than to compress it.
  constexpr std::size_t short_message = 2048;
  const bool is_short = bytes.size() <= short_message;
  const int window = is_short ? -11 : kRawWindow, memory_level = is_short ? 5 : 8;
  z_stream stream{};
  if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, window, memory_level, Z_DEFAULT_STRATEGY) !=
      Z_OK) {
    throw std::runtime_error("zlib does not start");
  }
  std::string out(deflateBound(&stream, bytes.size()), '\0');
  stream.next_in = input(bytes);
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int status = deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  if (status != Z_STREAM_END) throw std::runtime_error("zlib did not finish");
  return out;
}

Result<std::string> inflate_raw(std::string_view bytes, std::size_t limit) {
  z_stream stream{};
  if (inflateInit2(&stream, kRawWindow) != Z_OK) throw std::runtime_error("zlib does not start");
  std::string out;
  std::array<char, 16384> chunk;
  stream.next_in = input(bytes);
  stream.avail_in = static_cast<uInt>(bytes.size());
  int status = Z_OK;
  while (status == Z_OK && out.size() <= limit) {
    stream.next_out = reinterpret_cast<Bytef*>(chunk.data());
    stream.avail_out = static_cast<uInt>(chunk.size());
    status = inflate(&stream, Z_NO_FLUSH);
    out.append(chunk.data(), chunk.size() - stream.avail_out);
  }
  const bool trailing = stream.avail_in > 0;
  inflateEnd(&stream);
  if (out.size() > limit) {
    return Error{Error::Kind::too_large, "inflates to more than " + std::to_string(limit) + " bytes", {}};
  }
  if (status != Z_STREAM_END) return invalid("not a complete raw DEFLATE stream (RFC 1951)");
  if (trailing) return invalid("bytes after the end of the DEFLATE stream");
  return out;
}

}  // namespace idproctor
