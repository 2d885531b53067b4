#pragma once

namespace idproctor::report {

/// The style sheet of report.html: light and dark, screen and paper.
extern const char* const kHtmlStyle;

}  // namespace idproctor::report
