#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <ctime>
#include <map>
#include <stdexcept>
#include <utility>

#include "foundation/core/base64.hpp"
#include "foundation/core/text.hpp"
#include "foundation/xml/digest.hpp"
#include "foundation/xml/key.hpp"
#include "foundation/xml/library.hpp"

namespace idproctor::crypto {

struct Certificate::Impl {
  handle::X509Certificate certificate;
  Key public_key;
  std::string der;  ///< each signature quotes it
};

namespace {

void require(bool fine, const char* what) {
  if (!fine) throw std::runtime_error(std::string(what) + ": " + xml::openssl_errors());
}

std::time_t seconds(Time time) {
  return std::chrono::system_clock::to_time_t(std::chrono::floor<std::chrono::seconds>(time));
}

Time to_time(const ASN1_TIME* time) {
  std::tm parts{};
  if (ASN1_TIME_to_tm(time, &parts) != 1) return Time{};
  return std::chrono::time_point_cast<Milliseconds>(std::chrono::system_clock::from_time_t(timegm(&parts)));
}

std::string to_der(X509* certificate) {
  unsigned char* der = nullptr;
  const int length = i2d_X509(certificate, &der);
  handle::OpenSslBytes owner(der);
  require(length > 0, "OpenSSL writes no certificate");
  return std::string(reinterpret_cast<const char*>(der), static_cast<std::size_t>(length));
}

struct OpenSslText {
  void operator()(char* text) const noexcept { OPENSSL_free(text); }
};

std::string written_name(const X509_NAME* name) {
  handle::Bio memory(BIO_new(BIO_s_mem()));
  // RFC 2253 itself allows UTF-8; OpenSSL's flag set would write it as \XX.
  X509_NAME_print_ex(memory.get(), name, 0,
                     XN_FLAG_RFC2253 & ~static_cast<unsigned long>(ASN1_STRFLGS_ESC_MSB));
  return handle::contents(memory);
}

Result<Key> key_of(X509* certificate) {
  ERR_clear_error();
  EVP_PKEY* key = X509_get0_pubkey(certificate);
  if (key == nullptr) return invalid("the certificate's public key cannot be read: " + xml::openssl_errors());
  return Key::sharing_public(key);
}

}  // namespace

Certificate::Certificate(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}

Certificate Certificate::self_signed(const Key& key, std::string_view common_name, Time not_before,
                                     Time not_after) {
  handle::X509Certificate certificate(X509_new());
  X509* x509 = certificate.get();
  require(x509 != nullptr && X509_set_version(x509, X509_VERSION_3) == 1, "OpenSSL creates no certificate");

  // A serial number from the content: the same key, name and times give the same certificate again.
  std::string serial =
      sha256(key.public_pem() + std::string(common_name) + format_time(not_before) + format_time(not_after))
          .substr(0, 16);
  serial[0] = static_cast<char>((serial[0] & 0x3f) | 0x40);  // positive and of full length
  handle::BigNumber number(BN_bin2bn(handle::to_bytes(serial), static_cast<int>(serial.size()), nullptr));
  require(BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(x509)) != nullptr, "no serial number");

  X509_NAME* name = X509_get_subject_name(x509);
  require(X509_NAME_add_entry_by_NID(name, NID_commonName, MBSTRING_UTF8, handle::to_bytes(common_name),
                                     static_cast<int>(common_name.size()), -1, 0) == 1 &&
              X509_set_issuer_name(x509, name) == 1,
          "the common name does not fit a certificate (1 to 64 characters)");
  require(ASN1_TIME_set(X509_getm_notBefore(x509), seconds(not_before)) != nullptr &&
              ASN1_TIME_set(X509_getm_notAfter(x509), seconds(not_after)) != nullptr,
          "the times do not fit a certificate");
  auto* pkey = static_cast<EVP_PKEY*>(key.raw());
  require(X509_set_pubkey(x509, pkey) == 1 && X509_sign(x509, pkey, EVP_sha256()) > 0,
          "the certificate cannot be signed");
  Key public_key = Key::from_public_pem(key.public_pem()).value();
  const std::string der = to_der(x509);
  return Certificate(std::make_shared<Impl>(Impl{std::move(certificate), std::move(public_key), der}));
}

Result<Certificate> Certificate::from_pem(std::string_view pem) {
  ERR_clear_error();
  handle::Bio memory(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  handle::X509Certificate certificate(PEM_read_bio_X509(memory.get(), nullptr, nullptr, nullptr));
  if (certificate == nullptr) return invalid("this is no certificate in PEM form: " + xml::openssl_errors());
  auto key = key_of(certificate.get());
  if (!key) return key.error();
  const std::string der = to_der(certificate.get());
  return Certificate(std::make_shared<Impl>(Impl{std::move(certificate), std::move(*key), der}));
}

Result<Certificate> Certificate::from_base64_der(std::string_view text) {
  // OpenSSL 3 takes longer to read one than to verify twenty signatures with it, and metadata brings the same
  // ones again and again.
  constexpr std::size_t most_kept = 100;
  thread_local std::map<std::string, Certificate, std::less<>> read_before;
  if (const auto found = read_before.find(text); found != read_before.end()) return found->second;
  auto der = base64_decode(text);
  if (!der) return der.error();
  ERR_clear_error();
  const unsigned char* at = handle::to_bytes(*der);
  const unsigned char* end = at + der->size();
  handle::X509Certificate certificate(d2i_X509(nullptr, &at, static_cast<long>(der->size())));
  if (certificate == nullptr) return invalid("this is no DER certificate: " + xml::openssl_errors());
  if (at != end) return invalid("more bytes follow after the DER certificate");
  auto key = key_of(certificate.get());
  if (!key) return key.error();
  Certificate read(std::make_shared<Impl>(Impl{std::move(certificate), std::move(*key), std::move(*der)}));
  if (read_before.size() >= most_kept) read_before.clear();
  read_before.emplace(text, read);
  return read;
}

std::string Certificate::pem() const {
  handle::Bio memory(BIO_new(BIO_s_mem()));
  require(PEM_write_bio_X509(memory.get(), impl_->certificate.get()) == 1, "OpenSSL writes no certificate");
  return handle::contents(memory);
}

std::string Certificate::base64_der(std::size_t line_length) const {
  return base64_encode(impl_->der, line_length);
}

std::string Certificate::subject() const {
  return written_name(X509_get_subject_name(impl_->certificate.get()));
}

std::string Certificate::issuer() const {
  return written_name(X509_get_issuer_name(impl_->certificate.get()));
}

std::string Certificate::serial_number() const {
  handle::BigNumber number(ASN1_INTEGER_to_BN(X509_get0_serialNumber(impl_->certificate.get()), nullptr));
  const std::unique_ptr<char, OpenSslText> text(BN_bn2dec(number.get()));
  require(text != nullptr, "OpenSSL writes no serial number");
  return text.get();
}

std::string Certificate::sha256_fingerprint() const {
  return to_hex(sha256(impl_->der));
}
Time Certificate::not_before() const {
  return to_time(X509_get0_notBefore(impl_->certificate.get()));
}
Time Certificate::not_after() const {
  return to_time(X509_get0_notAfter(impl_->certificate.get()));
}
Key Certificate::public_key() const {
  return impl_->public_key;
}

}  // namespace idproctor::crypto
