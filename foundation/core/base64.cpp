#include "foundation/core/base64.hpp"

#include <array>
#include <cstdint>

namespace idproctor {

namespace {

constexpr std::string_view kStandard = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view kUrlSafe = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

std::string encode(std::string_view bytes, std::string_view alphabet) {
  std::string text((bytes.size() + 2) / 3 * 4, '=');
  char* out = text.data();
  const auto byte = [&](std::size_t i) -> std::uint32_t { return static_cast<unsigned char>(bytes[i]); };
  const std::size_t rest = bytes.size() % 3, whole = bytes.size() - rest;
  for (std::size_t i = 0; i < whole; i += 3) {
    const std::uint32_t group = byte(i) << 16 | byte(i + 1) << 8 | byte(i + 2);
    *out++ = alphabet[group >> 18];
    *out++ = alphabet[group >> 12 & 63];
    *out++ = alphabet[group >> 6 & 63];
    *out++ = alphabet[group & 63];
  }
  if (rest == 0) return text;
  const std::uint32_t group = byte(whole) << 16 | (rest == 2 ? byte(whole + 1) << 8 : 0u);
  *out++ = alphabet[group >> 18];
  *out++ = alphabet[group >> 12 & 63];
  if (rest == 2) *out = alphabet[group >> 6 & 63];
  return text;
}

std::array<std::int8_t, 256> decoding_table() {
  std::array<std::int8_t, 256> table;
  table.fill(-1);
  for (std::size_t i = 0; i < kStandard.size(); ++i) {
    table[static_cast<unsigned char>(kStandard[i])] = static_cast<std::int8_t>(i);
  }
  return table;
}

}  // namespace

std::string base64_encode(std::string_view bytes, std::size_t line_length) {
  std::string text = encode(bytes, kStandard);
  if (line_length == 0) return text;
  std::string lines;
  for (std::size_t i = 0; i < text.size(); i += line_length) {
    if (i > 0) lines += '\n';
    lines += text.substr(i, line_length);
  }
  return lines;
}

std::string base64url_encode(std::string_view bytes) {
  std::string text = encode(bytes, kUrlSafe);
  while (!text.empty() && text.back() == '=') text.pop_back();
  return text;
}

Result<std::string> base64_decode(std::string_view text) {
  static const auto table = decoding_table();
  std::string bytes;
  bytes.reserve(text.size() / 4 * 3);
  std::uint32_t group = 0;
  std::size_t symbols = 0, padding = 0;
  const auto value = [&](std::size_t i) { return table[static_cast<unsigned char>(text[i])]; };
  const auto put = [&](std::uint32_t three) {
    const char decoded[] = {static_cast<char>(three >> 16 & 255), static_cast<char>(three >> 8 & 255),
                            static_cast<char>(three & 255)};
    bytes.append(decoded, sizeof decoded);
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    // Four at once, as long as nothing but symbols stands there.
    for (; symbols % 4 == 0 && padding == 0 && i + 4 <= text.size(); i += 4) {
      if ((value(i) | value(i + 1) | value(i + 2) | value(i + 3)) < 0) break;
      put(static_cast<std::uint32_t>(value(i) << 18 | value(i + 1) << 12 | value(i + 2) << 6 | value(i + 3)));
    }
    if (i == text.size()) break;
    const char c = text[i];
    if (c == ' ' || c == '\t' || c == '\r' || c == '\n') continue;
    const auto where = [&] { return "byte " + std::to_string(i); };
    if (c == '=') {
      ++padding;
    } else if (padding > 0) {
      return invalid("base64 goes on after its padding", where());
    } else if (value(i) < 0) {
      return invalid("a character that base64 does not have", where());
    } else {
      group = group << 6 | static_cast<std::uint32_t>(value(i));
    }
    if (++symbols % 4 != 0 || padding > 0) continue;
    put(group);
    group = 0;
  }
  if (symbols % 4 != 0 || padding > 2) return invalid("base64 that is cut off or wrongly padded");
  if (padding == 1) {
    bytes += static_cast<char>(group >> 10 & 255);
    bytes += static_cast<char>(group >> 2 & 255);
  } else if (padding == 2) {
    bytes += static_cast<char>(group >> 4 & 255);
  }
  return bytes;
}

}  // namespace idproctor
