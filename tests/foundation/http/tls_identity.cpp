#include "tests/foundation/http/tls_identity.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <memory>
#include <stdexcept>

namespace idproctor::http {

namespace {

void demand(bool fine) {
  if (!fine) throw std::runtime_error("OpenSSL cannot make a test certificate");
}

template <auto free>
struct Free {
  void operator()(auto* pointer) const { free(pointer); }
};

void add_extension(X509* certificate, int id, const std::string& value) {
  X509V3_CTX issuer;
  X509V3_set_ctx_nodb(&issuer);
  X509V3_set_ctx(&issuer, certificate, certificate, nullptr, nullptr, 0);
  std::unique_ptr<X509_EXTENSION, Free<X509_EXTENSION_free>> const extension(
      X509V3_EXT_conf_nid(nullptr, &issuer, id, value.c_str()));
  demand(extension && X509_add_ext(certificate, extension.get(), -1) == 1);
}

}  // namespace

TlsIdentity::TlsIdentity(const std::string& alternative_names) : context_(SSL_CTX_new(TLS_server_method())) {
  demand(context_ != nullptr);
  std::unique_ptr<EVP_PKEY, Free<EVP_PKEY_free>> const key(EVP_EC_gen("P-256"));
  std::unique_ptr<X509, Free<X509_free>> const certificate(X509_new());
  demand(key && certificate);
  X509_set_version(certificate.get(), X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -60);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
  auto* const name = X509_get_subject_name(certificate.get());
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("test"), -1, -1,
                             0);
  X509_set_issuer_name(certificate.get(), name);
  X509_set_pubkey(certificate.get(), key.get());
  add_extension(certificate.get(), NID_basic_constraints, "critical,CA:TRUE");
  add_extension(certificate.get(), NID_subject_alt_name, alternative_names);
  demand(X509_sign(certificate.get(), key.get(), EVP_sha256()) > 0);
  demand(SSL_CTX_use_certificate(context_, certificate.get()) == 1);
  demand(SSL_CTX_use_PrivateKey(context_, key.get()) == 1);

  std::unique_ptr<BIO, Free<BIO_free_all>> const out(BIO_new_file(ca_file().c_str(), "w"));
  demand(out && PEM_write_bio_X509(out.get(), certificate.get()) == 1);
}

TlsIdentity::~TlsIdentity() {
  SSL_CTX_free(context_);
}

}  // namespace idproctor::http
