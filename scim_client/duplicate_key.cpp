#include "scim_client/duplicate_key.hpp"

#include <algorithm>
#include <vector>

#include "foundation/core/json.hpp"

namespace idproctor::scim {

namespace {

constexpr std::size_t kDuplicateSearchLimit = 1 << 20;

/// Notices a key that stands twice in one object; parsers keep the last one, which hides it.
class DuplicateFinder : public nlohmann::json_sax<Json> {
 public:
  std::string found;

  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool number_integer(number_integer_t) override { return true; }
  bool number_unsigned(number_unsigned_t) override { return true; }
  bool number_float(number_float_t, const string_t&) override { return true; }
  bool string(string_t&) override { return true; }
  bool binary(binary_t&) override { return true; }
  bool start_object(std::size_t) override {
    keys_.emplace_back();
    return true;
  }
  bool key(string_t& key) override {
    auto& keys = keys_.back();
    if (std::ranges::find(keys, key) != keys.end()) {
      found = key;
      return false;
    }
    if (keys.size() < 1000) keys.push_back(key);
    return true;
  }
  bool end_object() override {
    keys_.pop_back();
    return true;
  }
  bool start_array(std::size_t) override { return true; }
  bool end_array() override { return true; }
  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override {
    return false;
  }

 private:
  std::vector<std::vector<std::string>> keys_;
};

}  // namespace

std::string duplicate_key(const std::string& text) {
  if (text.size() > kDuplicateSearchLimit) return {};
  DuplicateFinder finder;
  Json::sax_parse(text, &finder);
  return finder.found;
}

}  // namespace idproctor::scim
