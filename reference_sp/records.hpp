#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "foundation/core/json.hpp"

namespace idproctor::reference {

/// What outlives a restart: JSON by kind and id. This one keeps nothing, so that whoever writes need not ask.
class Records {
 public:
  virtual ~Records() = default;
  /// False: nobody needs to make up a value for put().
  virtual bool kept() const { return false; }
  virtual void put(std::string_view /*kind*/, std::string_view /*id*/, const Json& /*value*/) {}
  virtual void erase(std::string_view /*kind*/, std::string_view /*id*/) {}
  /// In no particular order.
  virtual void all(std::string_view /*kind*/,
                   const std::function<void(const std::string& id, const Json& value)>& /*each*/) const {}
  /// Makes what was put and erased since the last time stay: all of it, or nothing where the process ends.
  virtual void settle() {}
};

/// For whoever keeps nothing.
Records& no_records();

/// A secret that is made once, and the same after a restart. `given` counts before it, unless it is empty.
std::string lasting_secret(Records& records, const std::string& name, std::string_view prefix,
                           const std::string& given = {});

}  // namespace idproctor::reference
