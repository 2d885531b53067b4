#pragma once

#include "foundation/core/clock.hpp"
#include "reference_sp/checks.hpp"
#include "reference_sp/ids.hpp"
#include "reference_sp/records.hpp"
#include "reference_sp/wires.hpp"

namespace idproctor::reference {

/// What every part of broker and application works with. All of it outlives them.
struct Context {
  const Checks& checks;
  const Clock& clock;
  Records& records;
  Ids& ids;
  const Wires& wires;
};

}  // namespace idproctor::reference
