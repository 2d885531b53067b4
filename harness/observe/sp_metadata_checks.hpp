#pragma once

#include <string>

#include "harness/observe/sp_request.hpp"

namespace idproctor::observe {

/// One check of a service provider's own metadata (SAML metadata 2.4.4). A name that is none of
/// scenario::metadata_inspections() throws std::logic_error: the loader knows them.
Inspection inspect_sp_metadata(const std::string& check, const std::string& metadata, Time now);

}  // namespace idproctor::observe
