#include "mock_idp/expression.hpp"

#include <algorithm>
#include <charconv>
#include <stdexcept>

#include "foundation/core/base64.hpp"
#include "foundation/core/template.hpp"
#include "foundation/core/text.hpp"
#include "foundation/xml/canonical.hpp"
#include "foundation/xml/digest.hpp"
#include "foundation/xml/signature_value.hpp"
#include "mock_idp/look_alike.hpp"
#include "mock_idp/signed_elements.hpp"
#include "mock_idp/user_attributes.hpp"

namespace idproctor::mock_idp {

namespace {

constexpr std::size_t kLongestRepetition = 32 << 20;
constexpr std::string_view kExclusive = "http://www.w3.org/2001/10/xml-exc-c14n#";
constexpr std::string_view kSha256 = "http://www.w3.org/2001/04/xmlenc#sha256";

Result<xml::Node> first(const xml::Document* document, std::string_view xpath) {
  if (document == nullptr) return invalid("there is no message yet to look for " + std::string(xpath));
  auto nodes = document->select(xpath);
  if (!nodes) return nodes.error();
  if (nodes->empty()) return invalid("the XPath " + std::string(xpath) + " selects nothing");
  return nodes->front();
}

/// The ds:Signature child that the enveloped-signature transform would leave out; none is fine.
xml::Node enveloped_signature(const xml::Node& element) {
  for (const xml::Node& child : element.children()) {
    if (child.name() == "Signature") return child;
  }
  return {};
}

xml::Node first_or_none(const xml::Document& document, const xml::Node& context, std::string_view xpath) {
  const auto nodes = document.select(xpath, context);
  return nodes && !nodes->empty() ? nodes->front() : xml::Node();
}

/// The canonical form that a signature digests or signs: of a SignedInfo by its CanonicalizationMethod, of an
/// element by the last Transform of its own signature; the exclusive one where nothing known says so.
Result<std::string> canonical_form(const xml::Document& document, const xml::Node& node) {
  const xml::Node signature = enveloped_signature(node);
  const xml::Node method =
      signature ? first_or_none(document, signature,
                                "ds:SignedInfo/ds:Reference/ds:Transforms/ds:Transform[last()]")
                : first_or_none(document, node, "ds:CanonicalizationMethod");
  if (!method || !xml::is_canonicalization(method.attribute("Algorithm"))) {
    return xml::canonical(document, node, kExclusive, {}, signature);
  }
  return xml::canonical(document, node, method.attribute("Algorithm"), xml::inclusive_prefixes(method),
                        signature);
}

/// What a DigestValue over this element says: by the algorithms of its own signature's Reference, so that it
/// fits where that signature is forged; SHA-256 where it has none that is known.
Result<std::string> digest_of(const xml::Document& document, const xml::Node& element) {
  const xml::Node signature = enveloped_signature(element);
  std::string method(kSha256);
  if (signature) {
    const xml::Node digest = first_or_none(document, signature, "ds:SignedInfo/ds:Reference/ds:DigestMethod");
    if (digest && crypto::is_digest(digest.attribute("Algorithm"))) method = digest.attribute("Algorithm");
  }
  auto octets = canonical_form(document, element);
  if (!octets) return octets.error();
  auto digest = crypto::digest(method, *octets);
  if (!digest) return digest.error();
  return base64_encode(*digest);
}

std::string to_upper(std::string text) {
  for (char& c : text) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return text;
}

/// "digits(19)" taken apart; false when it is no call.
bool split_call(std::string_view expression, std::string_view& function, std::string_view& argument) {
  const std::size_t open = expression.find('(');
  if (open == std::string_view::npos || !expression.ends_with(')')) return false;
  function = expression.substr(0, open);
  argument = expression.substr(open + 1, expression.size() - open - 2);
  return true;
}

}  // namespace

Values::Values(const Dialect& dialect, KeyRing& keys, const Login& login, Seed& seed)
    : dialect_(dialect), keys_(keys), login_(login), seed_(seed) {
  for (const auto& [name, value] : login.values) {
    if (!value.empty()) define(name, value);
  }
}

std::string Values::xpath(std::string_view text) const {
  std::string path = replace_all(std::string(text), "$identity", login_.identity);
  path = replace_all(std::move(path), "$signed", xpath_of_signed(one_signature(dialect_, login_.sign)));
  return with_attributes_written_out(path, dialect_);
}

std::optional<std::string> Values::random(std::string_view expression) const {
  if (expression == "uuid") return seed_.uuid();
  std::string_view function, argument;
  if (!split_call(expression, function, argument)) return std::nullopt;
  std::size_t count = 0;
  std::from_chars(argument.data(), argument.data() + argument.size(), count);
  if (count == 0 || count > 1000) return std::nullopt;
  if (function == "hex") return seed_.hex(count);
  if (function == "digits") return seed_.digits(count);
  if (function == "upper") return seed_.letters(count, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
  if (function == "mixed") {
    return seed_.letters(count, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");
  }
  return std::nullopt;
}

std::string Values::fresh_id() const {
  auto id = expand(
      dialect_.id_pattern,
      [&](std::string_view expression) -> Result<std::optional<std::string>> { return random(expression); });
  if (!id)
    throw std::runtime_error("the dialect " + dialect_.id +
                             " has a broken id pattern: " + id.error().message);
  return *id;
}

/// replace(x,from,to): the last two commas count.
Result<std::string> Values::replaced(std::string_view arguments, const xml::Document* document) const {
  const std::size_t second = arguments.rfind(',');
  const std::size_t first =
      second == std::string_view::npos || second == 0 ? second : arguments.rfind(',', second - 1);
  if (first == std::string_view::npos || second == first + 1) return invalid("replace() takes three values");
  auto value = find(arguments.substr(0, first), document);
  if (!value) return value.error();
  return replace_all(value->value_or(std::string(arguments.substr(0, first))),
                     arguments.substr(first + 1, second - first - 1), arguments.substr(second + 1));
}

Result<Milliseconds> Values::duration(std::string_view text) const {
  if (text == "tolerance") return login_.tolerance;
  if (text == "confirmation_tolerance") return login_.confirmation_tolerance;
  const auto named = defined_.find(text);
  return parse_duration(named == defined_.end() ? text : std::string_view(named->second));
}

Result<std::string> Values::time(std::string_view offsets, int fraction_digits) const {
  Time result = login_.now;
  for (std::size_t at = 0; at < offsets.size();) {
    const std::size_t next = offsets.find_first_of("+-", at + 1);
    const std::string_view term = offsets.substr(at, next == std::string_view::npos ? next : next - at);
    at += term.size();
    const bool is_signed = term.front() == '+' || term.front() == '-';
    auto amount = duration(term.substr(is_signed ? 1 : 0));
    if (!amount) return amount.error();
    result += term.front() == '-' ? -*amount : *amount;
  }
  return format_time(result, fraction_digits);
}

Result<std::string> Values::identity_of(const User& user) const {
  std::string source = dialect_.name_id;
  for (const Dialect::Attribute& attribute : dialect_.attributes) {
    if (login_.identity.find("'" + attribute.name + "'") != std::string::npos) source = attribute.value;
  }
  return expand(source, [&](std::string_view name) -> Result<std::optional<std::string>> {
    if (!name.starts_with("user.")) return std::nullopt;
    return user_value(user, name.substr(5));
  });
}

std::optional<std::string> Values::plain(std::string_view name) const {
  if (const auto found = defined_.find(name); found != defined_.end()) return found->second;
  const auto present = [](const std::string& text) -> std::optional<std::string> {
    if (text.empty()) return std::nullopt;
    return text;
  };
  if (name == "now") return format_time(login_.now, dialect_.time_fraction_digits);
  if (name == "attribute") return present(login_.attribute);
  if (name == "id") return fresh_id();
  if (name == "acs") return login_.acs_url;
  if (name == "sp.entity_id") return login_.sp_entity_id;
  if (name == "request.id") return present(login_.request_id);
  if (name == "client.address") return present(login_.client_address);
  if (name == "canary") return present(login_.canary);
  if (name == "canary_file") return present(login_.canary_file);
  if (name == "idp.entity_id")
    return login_.idp_entity_id.empty() ? dialect_.entity_id : login_.idp_entity_id;
  if (name == "name_id.format") return present(dialect_.name_id_format);
  if (name.starts_with("user.")) return user_value(login_.user, name.substr(5));
  return std::nullopt;
}

/// repeat(1000,text), where the number may be a name and the text may hold computed values.
Result<std::string> Values::repeated(std::string_view arguments, const xml::Document* document) const {
  const std::size_t comma = arguments.find(',');
  if (comma == std::string_view::npos) return invalid("repeat() takes a number and a text");
  std::string number(arguments.substr(0, comma));
  if (const auto named = defined_.find(number); named != defined_.end()) number = named->second;
  std::size_t count = 0;
  std::from_chars(number.data(), number.data() + number.size(), count);
  if (count == 0) return invalid("repeat() takes a number and a text");
  const std::string_view repetition = arguments.substr(comma + 1);
  const auto expanded = [&] {
    return expand(repetition, [&](std::string_view name) { return find(name, document); });
  };
  auto text = expanded();
  if (!text) return text.error();
  if (text->size() > kLongestRepetition / count) return invalid("repeat() makes 32 MB at the most");
  if (text->size() == 1) return std::string(count, text->front());
  // What is computed inside is computed each time: every element has an ID of its own.
  const bool is_computed = repetition.find("${") != std::string_view::npos;
  std::string out;
  out.reserve(count * text->size());
  for (std::size_t i = 0; i < count; ++i) {
    if (is_computed && i > 0) text = expanded();
    if (!text) return text.error();
    out += *text;
  }
  return out;
}

Result<std::string> Values::call(std::string_view function, std::string_view argument,
                                 const xml::Document* document) const {
  // The argument may itself be a computed value: flip(text(//ds:SignatureValue)).
  std::string inner(argument);
  const bool is_xpath =
      argument.starts_with('/') || argument.starts_with("(/") || argument.starts_with("$signed");
  const bool takes_several = function == "replace" || function == "repeat";
  const bool takes_xpath = function == "text" || function == "name" || function == "canonical" ||
                           (function == "digest" && is_xpath);
  const bool takes_offsets = function == "time" || function == "seconds";
  if (!takes_xpath && !takes_several && !takes_offsets && function != "certificate") {
    auto value = find(argument, document);
    if (!value) return value.error();
    if (*value) inner = **value;
  }
  if (function == "time") return time(inner, dialect_.time_fraction_digits);
  if (function == "seconds") {
    auto whole = time(inner, 0);
    if (whole) whole->pop_back();  // the Z
    return whole;
  }
  if (function == "uppercase") return to_upper(inner);
  if (function == "other_scheme") {
    if (inner.starts_with("https:")) return "http:" + inner.substr(6);
    if (inner.starts_with("http:")) return "https:" + inner.substr(5);
    return invalid("other_scheme() of something that is no http or https URL");
  }
  if (function == "replace") return replaced(argument, document);
  if (function == "repeat") return repeated(argument, document);
  if (function == "base64") return base64_encode(inner);
  if (function == "text") {
    auto node = first(document, xpath(inner));
    if (!node) return node.error();
    return node->text();
  }
  if (function == "name") {
    if (document == nullptr) return invalid("there is no message yet to look for " + inner);
    return document->evaluate("name(" + xpath(inner) + ")");
  }
  if (function == "canonical") {
    auto node = first(document, xpath(inner));
    if (!node) return node.error();
    return canonical_form(*document, *node);
  }
  if (function == "cyrillic") return cyrillic_look_alike(inner);
  if (function == "fullwidth") return fullwidth_look_alike(inner);
  if (function == "digest" && takes_xpath) {
    auto node = first(document, xpath(inner));
    if (!node) return node.error();
    return digest_of(*document, *node);
  }
  if (function == "digest") return base64_encode(crypto::sha256(inner));
  if (function == "signature") {
    const auto algorithm = signature_algorithm_uri("rsa-sha256");
    auto signed_text = crypto::sign(keys_.idp().key, *algorithm, inner);
    if (!signed_text) return signed_text.error();
    return base64_encode(*signed_text);
  }
  if (function == "certificate") {
    auto pair = keys_.get(inner);
    if (!pair) return pair.error();
    return (*pair)->certificate.base64_der();
  }
  if (function == "flip") {
    // Another character of the base64 alphabet in the middle, so that the value stays well formed.
    if (inner.empty()) return invalid("flip() of an empty text");
    char& middle = inner[inner.size() / 2];
    middle = middle == 'A' ? 'B' : 'A';
    return inner;
  }
  if (function == "flip_end") {
    // Where AES-GCM's tag is; the last four characters may be padding.
    if (inner.size() < 6) return invalid("flip_end() of a text that is too short");
    char& late = inner[inner.size() - 6];
    late = late == 'A' ? 'B' : 'A';
    return inner;
  }
  return invalid("there is no function by the name of '" + std::string(function) + "'");
}

Result<std::optional<std::string>> Values::find(std::string_view expression,
                                                const xml::Document* document) const {
  if (auto value = plain(expression)) return value;
  if (auto value = random(expression)) return value;
  if (expression == "certificate") return keys_.idp().certificate.base64_der();
  if (expression == "name_id" || expression == "victim") {
    if (expression == "victim" && !login_.victim) return invalid("this login has no victim");
    auto identity =
        expression == "victim"
            ? identity_of(*login_.victim)
            : expand(dialect_.name_id, [&](std::string_view name) -> Result<std::optional<std::string>> {
                return plain(name);
              });
    if (!identity) return identity.error();
    return std::optional<std::string>(*identity);
  }
  std::string_view function, argument;
  if (!split_call(expression, function, argument)) return std::optional<std::string>();
  auto value = call(function, argument, document);
  if (!value) return value.error();
  return std::optional<std::string>(*value);
}

}  // namespace idproctor::mock_idp
