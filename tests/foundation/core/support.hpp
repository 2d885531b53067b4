#pragma once

#include <gtest/gtest.h>

#include <string>

#include "foundation/core/result.hpp"

namespace idproctor {

/// "" for a success, so that a test may compare or search it.
template <class T>
std::string error_of(const Result<T>& result) {
  return result ? std::string() : describe(result.error());
}

}  // namespace idproctor
