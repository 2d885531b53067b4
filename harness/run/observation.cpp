#include "harness/run/observation.hpp"

#include <algorithm>

#include "foundation/core/text.hpp"

namespace idproctor::run {

namespace {

/// Whether a code point combines with the letter before it (Unicode block 0300 to 036F), as UTF-8 writes it.
bool starts_combining(std::string_view rest) {
  return rest.size() > 1 &&
         (rest[0] == '\xCC' || (rest[0] == '\xCD' && static_cast<unsigned char>(rest[1]) < 0xB0));
}

/// What is left without everything that is not ASCII and without letters that an accent follows: equal for
/// two normal forms of one name, and with and without characters that nobody sees.
std::string skeleton(std::string_view text) {
  std::string bare;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool is_ascii = static_cast<unsigned char>(text[i]) < 0x80;
    if (is_ascii && !starts_combining(text.substr(i + 1))) bare += text[i];
  }
  return bare;
}

/// Truncated, extended or emptied, so that one contains the other; or written in another normal form.
bool is_form_of(const std::string& seen, const std::string& vouched) {
  const bool cut = vouched.find(seen) != std::string::npos || seen.find(vouched) != std::string::npos;
  return cut || (!skeleton(seen).empty() && skeleton(seen) == skeleton(vouched));
}

std::string quoted(const std::string& text) {
  return "'" + printable(text, 200) + "'";
}

}  // namespace

const char* name(Observed observed) {
  switch (observed) {
    case Observed::accepted:
      return "accepted";
    case Observed::impersonated:
      return "impersonated";
    case Observed::altered:
      return "altered";
    case Observed::rejected:
      return "rejected";
    case Observed::broken:
      return "broken";
    case Observed::unknown:
      return "unknown";
  }
  return "unknown";
}

Observed judge(const observe::Who& who, const std::vector<std::string>& signed_identities) {
  if (who.kind == observe::Who::Kind::unclear) return Observed::unknown;
  if (who.kind == observe::Who::Kind::nobody) return Observed::rejected;
  // Service providers fold the case of e-mail addresses; that alone is no other identity.
  const auto same = [&](const std::string& vouched) { return equals_ignoring_case(who.identity, vouched); };
  if (std::ranges::any_of(signed_identities, same)) return Observed::accepted;
  const auto form = [&](const std::string& vouched) { return is_form_of(who.identity, vouched); };
  if (std::ranges::any_of(signed_identities, form)) return Observed::altered;
  return Observed::impersonated;
}

std::string explain(Observed observed, const observe::Who& who,
                    const std::vector<std::string>& signed_identities) {
  switch (observed) {
    case Observed::accepted:
      return "the target says that " + quoted(who.identity) + " is logged in, as the signature says";
    case Observed::altered:
      return "the target says that " + quoted(who.identity) + " is logged in; signed was " +
             quoted(signed_identities.front());
    case Observed::impersonated:
      return "the target says that " + quoted(who.identity) + " is logged in; " +
             (signed_identities.empty()
                  ? std::string("no trusted, valid signature covers anybody in this message")
                  : "signed was " + quoted(signed_identities.front()));
    case Observed::rejected:
      return "nobody is logged in";
    case Observed::broken:
      return "the target did not recover";
    case Observed::unknown:
      return who.detail;
  }
  return {};
}

}  // namespace idproctor::run
