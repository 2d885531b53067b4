#pragma once

#include <optional>
#include <string>

namespace idproctor::run {

/// Where a target stops accepting, found with few questions: steps that double, then halves, then both sides
/// of the edge once more. A side that is answered otherwise then lies one step further out, once: a clock
/// that counts whole seconds blurs every edge. Knows nothing of logins; whoever asks tells it the answers.
class Search {
 public:
  /// From `from`, which an ordinary target accepts, up to `to`; ends when the edge is known to `resolution`
  /// (at least 1).
  Search(long long from, long long to, long long resolution);

  /// What to ask next; nothing when the search has ended.
  std::optional<long long> next() const;
  /// The answer to next().
  void note(bool accepted);

  enum class Result {
    unfinished,
    edge,           ///< last_accepted() and first_refused() lie one resolution apart, blurred up to three
    all_accepted,   ///< even `to` is
    none_accepted,  ///< not even `from` is
    contradictory,  ///< asked again, one side of the edge is still answered otherwise: there is no one edge
  };
  Result result() const { return result_; }
  long long last_accepted() const { return accepted_; }
  long long first_refused() const { return *refused_; }
  int asked() const { return asked_; }

 private:
  enum class Phase { first, doubling, halving, accepted_again, refused_again, beyond };
  void narrow();
  void confirm(bool accepted);
  void end(Result result);

  long long from_, to_, resolution_, question_, accepted_, step_;
  std::optional<long long> refused_;
  Phase phase_ = Phase::first;
  bool is_blurred_ = false;  ///< this side of the edge was moved outwards already
  Result result_ = Result::unfinished;
  int asked_ = 0;
};

}  // namespace idproctor::run
