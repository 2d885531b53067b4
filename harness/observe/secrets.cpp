#include "harness/observe/secrets.hpp"

#include <regex>

namespace idproctor::observe {

namespace {

// Shorter ones stand in every page by chance.
constexpr std::size_t kShortestSecret = 6;
// std::regex recurses by the character; a page is looked at in parts that overlap by more than a key.
constexpr std::size_t kPart = 4096, kOverlap = 128;

std::string looks_like(const std::string& text) {
  static const std::regex key("\\b(sk_|whsec_)[A-Za-z0-9_]{16,}");
  for (std::size_t at = 0; at < text.size(); at += kPart - kOverlap) {
    std::smatch found;
    const std::string part = text.substr(at, kPart);
    if (std::regex_search(part, found, key)) return "what looks like a key, " + found[1].str() + "...";
  }
  if (text.find("PRIVATE KEY-----") != std::string::npos) return "what looks like a private key";
  return {};
}

}  // namespace

std::string leaked_secret(const http::Response& answer, const std::vector<std::string>& secrets) {
  std::string text = answer.body;
  for (const auto& [name, value] : answer.headers.fields()) text += "\n" + value;
  for (const std::string& secret : secrets) {
    if (secret.size() >= kShortestSecret && text.find(secret) != std::string::npos) {
      return "a secret of the target file";
    }
  }
  return looks_like(text);
}

}  // namespace idproctor::observe
