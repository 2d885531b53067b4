#pragma once

#include <memory>

#include "harness/observe/application/application.hpp"
#include "harness/scenario/target.hpp"

namespace idproctor::run {

/// The observer that the target file describes; null for kind none. An Error is about a URL's ${names}.
Result<std::unique_ptr<observe::Application>> make_application(const scenario::Target::Application& target);

}  // namespace idproctor::run
