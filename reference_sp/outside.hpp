#pragma once

#include <functional>
#include <string>

namespace idproctor::reference {

/// Asks for a URL that a message names and waits for nothing: what a mistake does when its check is off. The
/// checks themselves never ask for anything. May be empty.
using Outside = std::function<void(const std::string& url)>;

}  // namespace idproctor::reference
