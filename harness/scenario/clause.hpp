#pragma once

#include <map>
#include <string>

namespace idproctor::scenario {

/// A sentence of a specification, from fixtures/clauses/.
struct Clause {
  std::string id;
  std::string level;  ///< must, should, may, interop, security
  std::string text;
  std::string source;  ///< the document and its section, or a URL
};

using Clauses = std::map<std::string, Clause>;  ///< by id

}  // namespace idproctor::scenario
