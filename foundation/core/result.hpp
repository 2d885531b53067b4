#pragma once

#include <boost/system/result.hpp>
#include <stdexcept>
#include <string>
#include <utility>

namespace idproctor {

/// What failed in normal use: an answer that will not parse, a refused connection, a deadline that passed.
/// A finding about the target is never an Error (it is a run::CaseResult), and a broken installation throws.
struct Error {
  enum class Kind {
    invalid,      ///< input that breaks its format or its specification
    unreachable,  ///< no connection: refused, unresolvable, TLS refused
    timeout,      ///< the deadline passed
    incomplete,   ///< the peer closed in the middle of its answer
    too_large,    ///< more bytes, levels or hops than the limit
    protocol,     ///< the answer is not what its protocol allows
    unsupported,  ///< understood, and not available here
  };
  Kind kind = Kind::invalid;
  std::string message;  ///< what was done, what was expected, what came
  std::string where;    ///< file:line:column, URL or element; may be empty
};

template <class T = void>
using Result = boost::system::result<T, Error>;

inline Error invalid(std::string message, std::string where = {}) {
  return Error{Error::Kind::invalid, std::move(message), std::move(where)};
}

/// "where: message", or the message alone.
inline std::string describe(const Error& error) {
  return error.where.empty() ? error.message : error.where + ": " + error.message;
}

/// Calling value() on a failed Result is a programming mistake; Boost finds this function by its argument.
[[noreturn]] inline void throw_exception_from_error(const Error& error, const boost::source_location&) {
  throw std::logic_error("unchecked error: " + describe(error));
}

}  // namespace idproctor
