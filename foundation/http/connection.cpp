#include "foundation/http/connection.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <boost/asio/ssl.hpp>
#include <boost/asio/write.hpp>

#include "foundation/http/use_result.hpp"

namespace idproctor::http {

namespace net = boost::asio;

namespace {

/// Names the certificate for an address by the address, for a name by the name (RFC 9110 4.3.4 and 4.3.5).
bool expect_host(SSL* ssl, const std::string& host) {
  ErrorCode no_address;
  net::ip::make_address(host, no_address);
  auto* const param = SSL_get0_param(ssl);
  if (!no_address) return X509_VERIFY_PARAM_set1_ip_asc(param, host.c_str()) == 1;
  X509_VERIFY_PARAM_set_hostflags(param, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
  return X509_VERIFY_PARAM_set1_host(param, host.c_str(), host.size()) == 1 &&
         SSL_set_tlsext_host_name(ssl, host.c_str()) == 1;
}

}  // namespace

std::string to_text(const Endpoint& endpoint) {
  auto const address = endpoint.address().to_string();
  return (endpoint.address().is_v6() ? "[" + address + "]" : address) + ":" + std::to_string(endpoint.port());
}

Result<std::shared_ptr<net::ssl::context>> tls_context(const std::string& ca_file) {
  auto context = std::make_shared<net::ssl::context>(net::ssl::context::tls_client);
  context->set_options(net::ssl::context::no_sslv2 | net::ssl::context::no_sslv3 |
                       net::ssl::context::no_tlsv1 | net::ssl::context::no_tlsv1_1);
  ErrorCode error;
  if (ca_file.empty()) {
    context->set_default_verify_paths(error);
    if (error) return invalid("the system's certificate authorities cannot be read: " + error.message());
  } else {
    context->load_verify_file(ca_file, error);
    if (error)
      return invalid("no certificate authorities can be read from " + ca_file + ": " + error.message());
  }
  context->set_verify_mode(net::ssl::verify_peer);
  return context;
}

Connection::Connection(const net::any_io_executor& executor) : socket_(executor) {}

Task<ErrorCode> Connection::connect(Endpoint endpoint) {
  auto const self = shared_from_this();
  auto [error] = co_await socket_.async_connect(endpoint, use_result);
  // Requests are short and are waited for.
  ErrorCode ignored;
  if (!error) socket_.set_option(net::ip::tcp::no_delay(true), ignored);
  co_return error;
}

Task<std::string> Connection::start_tls(std::shared_ptr<net::ssl::context> context, std::string host) {
  auto const self = shared_from_this();
  context_ = std::move(context);
  tls_.emplace(socket_, *context_);
  auto* const ssl = tls_->native_handle();
  if (!expect_host(ssl, host)) co_return "\"" + host + "\" cannot stand in a certificate";
  auto [error] = co_await tls_->async_handshake(net::ssl::stream_base::client, use_result);
  if (!error) co_return std::string();
  auto const verified = SSL_get_verify_result(ssl);
  if (verified != X509_V_OK)
    co_return "its certificate is not accepted: " + std::string(X509_verify_cert_error_string(verified));
  if (error == net::error::eof || error == net::ssl::error::stream_truncated)
    co_return "the connection was closed in the TLS handshake";
  co_return error.message();
}

void Connection::start_write(std::shared_ptr<const std::string> bytes) {
  sent_ = false;
  write_error_ = {};
  auto const buffer = net::buffer(*bytes);
  auto written = [self = shared_from_this(), bytes = std::move(bytes)](ErrorCode error, std::size_t) {
    self->sent_ = !error;
    self->write_error_ = error;
  };
  if (tls_)
    net::async_write(*tls_, buffer, std::move(written));
  else
    net::async_write(socket_, buffer, std::move(written));
}

Task<ErrorCode> Connection::write(std::shared_ptr<const std::string> bytes) {
  auto const self = shared_from_this();
  auto const buffer = net::buffer(*bytes);
  if (tls_) {
    auto [error, size] = co_await net::async_write(*tls_, buffer, use_result);
    co_return error;
  }
  auto [error, size] = co_await net::async_write(socket_, buffer, use_result);
  co_return error;
}

Task<Connection::Read> Connection::read_some(net::mutable_buffer buffer) {
  auto const self = shared_from_this();
  if (tls_) {
    auto [error, size] = co_await tls_->async_read_some(buffer, use_result);
    co_return Read(error, size);
  }
  auto [error, size] = co_await socket_.async_read_some(buffer, use_result);
  co_return Read(error, size);
}

void Connection::close() {
  ErrorCode ignored;
  socket_.close(ignored);
}

bool Connection::is_quiet() {
  char byte;
  ErrorCode error;
  socket_.non_blocking(true, error);
  socket_.receive(net::buffer(&byte, 1), net::ip::tcp::socket::message_peek, error);
  return error == net::error::would_block;
}

}  // namespace idproctor::http
