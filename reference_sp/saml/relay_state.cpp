#include "reference_sp/saml/relay_state.hpp"

#include <algorithm>

namespace idproctor::reference {
namespace {

constexpr std::size_t longest_relay_state = 80;
constexpr std::size_t longest_page = 2000;

}  // namespace

std::string local_page(std::string_view text) {
  const bool printable_ascii =
      std::ranges::all_of(text, [](char c) { return c > ' ' && c < '\x7f' && c != '\\'; });
  const bool path = text.starts_with('/') && !text.starts_with("//");
  return path && printable_ascii && text.size() <= longest_page ? std::string(text) : "/";
}

std::string relay_state_for(std::string_view page) {
  return page.size() <= longest_relay_state ? local_page(page) : "/";
}

}  // namespace idproctor::reference
