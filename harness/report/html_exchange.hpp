#pragma once

#include <string>
#include <vector>

#include "harness/run/result.hpp"

namespace idproctor::report {

/// A case's exchanges as HTML, made when the case finishes, since nobody keeps the bodies until the end.
struct Traffic {
  std::vector<std::string> ids;  ///< of the exchanges in `html`
  std::string html;              ///< one <details> each
};

Traffic html_traffic(const run::CaseResult& result);

/// The id of an exchange's <details>, to link to. Holds only characters that are safe in an attribute.
std::string html_anchor(const std::string& case_key, const std::string& exchange_id = {});

}  // namespace idproctor::report
