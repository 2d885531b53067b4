#include "foundation/core/seed.hpp"

#include <vector>

namespace idproctor {

namespace {

/// FNV-1a, twice with different starts: enough to tell labels apart, the same on every machine.
std::uint64_t hash(std::string_view text, std::uint64_t start) {
  for (const char c : text) start = (start ^ static_cast<unsigned char>(c)) * 1099511628211ull;
  return start;
}

std::mt19937_64 engine_from(std::string_view material) {
  const std::uint64_t a = hash(material, 14695981039346656037ull);
  const std::uint64_t b = hash(material, 0x9e3779b97f4a7c15ull);
  std::seed_seq sequence{static_cast<std::uint32_t>(a), static_cast<std::uint32_t>(a >> 32),
                         static_cast<std::uint32_t>(b), static_cast<std::uint32_t>(b >> 32)};
  return std::mt19937_64(sequence);
}

}  // namespace

Seed::Seed(std::string_view material) : material_(material) {}

Seed Seed::fork(std::string_view label) const {
  return Seed(material_ + "/" + std::string(label));
}

std::uint64_t Seed::number() {
  if (!engine_) engine_ = engine_from(material_);
  return (*engine_)();
}

std::string Seed::letters(std::size_t count, std::string_view alphabet) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += alphabet[number() % alphabet.size()];
  return text;
}

std::string Seed::hex(std::size_t digits) {
  return letters(digits, "0123456789abcdef");
}

std::string Seed::digits(std::size_t count) {
  return letters(1, "123456789") + letters(count - 1, "0123456789");
}

std::string Seed::uuid() {
  std::string text = hex(32);
  text[12] = '4';
  text[16] = "89ab"[number() % 4];
  for (const std::size_t at : {20u, 16u, 12u, 8u}) text.insert(at, "-");
  return text;
}

}  // namespace idproctor
