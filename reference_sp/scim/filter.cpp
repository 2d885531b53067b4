#include "reference_sp/scim/filter.hpp"

#include <array>
#include <optional>
#include <string>
#include <utility>

#include "foundation/core/text.hpp"

namespace idproctor::reference::scim {

namespace {

constexpr int deepest = 32;

constexpr std::array<std::pair<std::string_view, Comparison>, 9> comparisons{{{"eq", Comparison::eq},
                                                                              {"ne", Comparison::ne},
                                                                              {"co", Comparison::co},
                                                                              {"sw", Comparison::sw},
                                                                              {"ew", Comparison::ew},
                                                                              {"gt", Comparison::gt},
                                                                              {"ge", Comparison::ge},
                                                                              {"lt", Comparison::lt},
                                                                              {"le", Comparison::le}}};

class FilterParser {
 public:
  explicit FilterParser(std::string_view text) : text_(text) {}

  Result<Filter> parse() {
    auto filter = disjunction();
    if (!filter) return filter;
    skip_spaces();
    if (at_ < text_.size()) return expected("\"and\", \"or\" or the end");
    return filter;
  }

 private:
  // "and" binds tighter than "or".
  Result<Filter> disjunction() { return chain("or", Filter::Kind::either, &FilterParser::conjunction); }
  Result<Filter> conjunction() { return chain("and", Filter::Kind::both, &FilterParser::term); }

  Result<Filter> chain(std::string_view word, Filter::Kind kind, Result<Filter> (FilterParser::*next)()) {
    auto first = (this->*next)();
    if (!first) return first;
    Filter joined;
    joined.kind = kind;
    while (take_word(word)) {
      if (joined.parts.empty()) joined.parts.push_back(std::move(*first));
      auto part = (this->*next)();
      if (!part) return part;
      joined.parts.push_back(std::move(*part));
    }
    if (joined.parts.empty()) return first;
    return joined;
  }

  Result<Filter> term() {
    skip_spaces();
    if (peek() == '(') return group(')', &FilterParser::disjunction);
    const std::size_t before = at_;
    if (take_word("not")) {
      skip_spaces();
      if (peek() == '(') {
        auto inner = group(')', &FilterParser::disjunction);
        if (!inner) return inner;
        Filter negation;
        negation.kind = Filter::Kind::negation;
        negation.parts.push_back(std::move(*inner));
        return negation;
      }
      at_ = before;
    }
    return expression();
  }

  // "(" or "[", a filter, and `close`.
  Result<Filter> group(char close, Result<Filter> (FilterParser::*inside)()) {
    if (depth_ == deepest) return invalid("more than 32 levels of brackets", place());
    ++depth_;
    ++at_;
    auto inner = (this->*inside)();
    if (!inner) return inner;
    --depth_;
    skip_spaces();
    if (peek() != close) return expected(std::string("\"") + close + '"');
    ++at_;
    return inner;
  }

  Result<Filter> expression() {
    Filter filter;
    filter.position = at_ + 1;
    const std::string_view name = take_path();
    if (name.empty()) return expected("an attribute name");
    auto path = parse_attribute_path(name);
    if (!path) return invalid(path.error().message, place(filter.position));
    filter.path = std::move(*path);
    if (peek() == '[') return values(std::move(filter));
    return comparison(std::move(filter));
  }

  Result<Filter> values(Filter filter) {
    if (in_values_) return invalid("brackets within brackets", place());
    if (!filter.path.sub.empty()) return invalid("brackets belong to the attribute itself", place());
    in_values_ = true;
    auto inner = group(']', &FilterParser::disjunction);
    if (!inner) return inner;
    in_values_ = false;
    filter.kind = Filter::Kind::values;
    if (peek() != '.') {
      filter.parts.push_back(std::move(*inner));
      return filter;
    }
    ++at_;
    Filter of_sub;
    of_sub.position = at_ + 1;
    auto sub = parse_attribute_path(take_path());
    if (!sub || !sub->urn.empty() || !sub->sub.empty()) {
      return invalid("expected a sub-attribute's name", place(of_sub.position));
    }
    of_sub.path = std::move(*sub);
    auto compared = comparison(std::move(of_sub));
    if (!compared) return compared;
    Filter both;
    both.kind = Filter::Kind::both;
    both.parts.push_back(std::move(*inner));
    both.parts.push_back(std::move(*compared));
    filter.parts.push_back(std::move(both));
    return filter;
  }

  // The operator and the value behind a path.
  Result<Filter> comparison(Filter filter) {
    if (take_word("pr")) {
      filter.kind = Filter::Kind::present;
      return filter;
    }
    filter.kind = Filter::Kind::compare;
    const auto found = take_comparison();
    if (!found) return expected("an operator (eq, ne, co, sw, ew, gt, ge, lt, le, pr)");
    filter.comparison = *found;
    auto value = take_value();
    if (!value) return value.error();
    filter.value = std::move(*value);
    return filter;
  }

  std::optional<Comparison> take_comparison() {
    for (const auto& [word, comparison] : comparisons) {
      if (take_word(word)) return comparison;
    }
    return std::nullopt;
  }

  Result<Json> take_value() {
    skip_spaces();
    const std::size_t start = at_;
    if (peek() == '"') {
      ++at_;
      while (at_ < text_.size() && text_[at_] != '"') at_ += text_[at_] == '\\' ? 2 : 1;
      if (at_ >= text_.size()) return invalid("a string without its closing quote", place(start + 1));
      ++at_;
    } else {
      while (at_ < text_.size() && !is_space(text_[at_]) && text_[at_] != ')' && text_[at_] != ']') ++at_;
    }
    const std::string_view word = text_.substr(start, at_ - start);
    for (std::string_view literal : {"true", "false", "null"}) {
      if (equals_ignoring_case(word, literal)) return parse_json(literal);
    }
    auto value = parse_json(word);
    if (value && (value->is_string() || value->is_number())) return value;
    at_ = start;
    return expected("a string in quotes, a number, true, false or null");
  }

  std::string_view take_path() {
    const std::size_t start = at_;
    while (at_ < text_.size() && is_path_character(text_[at_])) ++at_;
    return text_.substr(start, at_ - start);
  }

  // True, and behind it, when the next word is that one, in whatever case.
  bool take_word(std::string_view word) {
    skip_spaces();
    if (!equals_ignoring_case(text_.substr(at_, word.size()), word)) return false;
    const std::size_t end = at_ + word.size();
    if (end < text_.size() && is_path_character(text_[end])) return false;
    at_ = end;
    return true;
  }

  static bool is_space(char c) { return c == ' ' || c == '\t'; }
  void skip_spaces() {
    while (at_ < text_.size() && is_space(text_[at_])) ++at_;
  }
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  Error expected(const std::string& what) {
    const std::string_view rest = text_.substr(at_, 40);
    return invalid("expected " + what + ", found " +
                       (rest.empty() ? std::string("the end") : '"' + printable(rest) + '"'),
                   place());
  }
  std::string place() const { return place(at_ + 1); }
  static std::string place(std::size_t position) { return "position " + std::to_string(position); }

  std::string_view text_;
  std::size_t at_ = 0;
  int depth_ = 0;
  bool in_values_ = false;
};

}  // namespace

Result<Filter> parse_filter(std::string_view text) {
  return FilterParser(text).parse();
}

}  // namespace idproctor::reference::scim
