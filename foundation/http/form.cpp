#include "foundation/http/form.hpp"

#include <algorithm>
#include <array>

#include "foundation/core/text.hpp"

namespace idproctor::http {

namespace {

/// The WHATWG URL standard's application/x-www-form-urlencoded percent-encode set leaves these alone.
constexpr std::string_view kStays = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789*-._";

/// A table: messages of megabytes pass here.
bool stays(char c) {
  static constexpr auto table = [] {
    std::array<bool, 256> stays{};
    for (const char one : kStays) stays[static_cast<unsigned char>(one)] = true;
    return stays;
  }();
  return table[static_cast<unsigned char>(c)];
}

void append_encoded(std::string& out, std::string_view text) {
  static constexpr char digits[] = "0123456789ABCDEF";
  auto const append = [&](char c) {
    if (stays(c)) {
      out += c;
    } else if (c == ' ') {
      out += '+';
    } else {
      auto const byte = static_cast<unsigned char>(c);
      out += '%';
      out += digits[byte >> 4];
      out += digits[byte & 15];
    }
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto* rest = text.data() + i;
    const std::size_t run = i + (std::find_if_not(rest, text.data() + text.size(), stays) - rest);
    out.append(text, i, run - i);
    i = run;
    if (i == text.size()) return;
    // HTML's form submission turns every kind of line end into CRLF.
    if (text[i] == '\n' || text[i] == '\r') {
      if (text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n') ++i;
      append('\r');
      append('\n');
    } else {
      append(text[i]);
    }
  }
}

}  // namespace

std::string encode_form(const Parameters& parameters) {
  std::size_t longest = 0;
  for (auto const& [name, value] : parameters) longest += name.size() + value.size() + 2;
  std::string out;
  // What base64 has to have encoded is about a tenth; a text of blanks and brackets grows as it goes.
  out.reserve(longest + longest / 8);
  for (auto const& [name, value] : parameters) {
    if (!out.empty()) out += '&';
    append_encoded(out, name);
    out += '=';
    append_encoded(out, value);
  }
  return out;
}

Parameters decode_form(std::string_view text) {
  Parameters parameters;
  while (!text.empty()) {
    auto const part = text.substr(0, text.find('&'));
    text.remove_prefix(std::min(part.size() + 1, text.size()));
    if (part.empty()) continue;
    auto const equals = part.find('=');
    auto const name = part.substr(0, equals);
    auto const value = equals == std::string_view::npos ? std::string_view() : part.substr(equals + 1);
    parameters.emplace_back(percent_decode(name, true), percent_decode(value, true));
  }
  return parameters;
}

void put_form(Request& request, std::string encoded) {
  request.headers.set("Content-Type", "application/x-www-form-urlencoded");
  request.body = std::move(encoded);
}

std::optional<std::string> find(const Parameters& parameters, std::string_view name) {
  for (auto const& [key, value] : parameters) {
    if (key == name) return value;
  }
  return std::nullopt;
}

Parameters query_of(std::string_view url) {
  url = url.substr(0, url.find('#'));
  auto const mark = url.find('?');
  return mark == std::string_view::npos ? Parameters() : decode_form(url.substr(mark + 1));
}

}  // namespace idproctor::http
