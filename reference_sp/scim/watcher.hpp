#pragma once

#include "reference_sp/scim/store.hpp"

namespace idproctor::reference::scim {

/// Hears of every write to one directory that is found good. The account that a login makes just in time is
/// no write of the directory's owner, and not told.
class Watcher {
 public:
  virtual ~Watcher() = default;
  /// Somebody came in with a token of this directory.
  virtual void entered() = 0;
  virtual void created(const Resource& resource) = 0;
  /// Before it is stored: the resource becomes `document`, which may say no more than it said before.
  virtual void changing(const Resource& resource, const Json& document) = 0;
  /// Before it is gone.
  virtual void removing(const Resource& resource) = 0;
};

}  // namespace idproctor::reference::scim
