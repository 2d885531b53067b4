#pragma once

namespace idproctor::cli {

/// Those that are decided before anything is sent; the others are report::exit_code's.
inline constexpr int kUsage = 2;     ///< wrong usage, target file or installation
inline constexpr int kScenario = 3;  ///< a scenario does not load

}  // namespace idproctor::cli
