#include "foundation/core/seed.hpp"

namespace idproctor {

namespace {

/// FNV-1a: enough to tell labels apart, the same on every machine.
std::uint64_t hash(std::string_view text) {
  std::uint64_t state = 14695981039346656037ull;
  for (const char c : text) state = (state ^ static_cast<unsigned char>(c)) * 1099511628211ull;
  return state;
}

/// SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014). Eight bytes of
/// state, since there are thousands of seeds and few numbers are drawn from each.
std::uint64_t next(std::uint64_t& state) {
  std::uint64_t mixed = state += 0x9e3779b97f4a7c15ull;
  mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9ull;
  mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebull;
  return mixed ^ (mixed >> 31);
}

}  // namespace

Seed::Seed(std::string_view material) : material_(material) {}

Seed Seed::fork(std::string_view label) const {
  return Seed(material_ + "/" + std::string(label));
}

std::uint64_t Seed::number() {
  if (!state_) state_ = hash(material_);
  return next(*state_);
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
