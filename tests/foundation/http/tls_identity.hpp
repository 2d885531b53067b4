#pragma once

#include <openssl/types.h>

#include <string>

#include "tests/support/temporary_folder.hpp"

namespace idproctor::http {

/// A key and a self-signed certificate, made when a test asks for them.
class TlsIdentity {
 public:
  /// `alternative_names` as OpenSSL writes them: "DNS:localhost,IP:127.0.0.1".
  explicit TlsIdentity(const std::string& alternative_names);
  ~TlsIdentity();
  TlsIdentity(const TlsIdentity&) = delete;
  TlsIdentity& operator=(const TlsIdentity&) = delete;

  SSL_CTX* context() const { return context_; }
  /// A PEM file with the certificate alone, removed with this object.
  std::string ca_file() const { return folder_.path("ca.pem"); }

 private:
  SSL_CTX* context_;
  TemporaryFolder folder_;
};

}  // namespace idproctor::http
