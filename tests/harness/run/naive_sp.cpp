#include "tests/harness/run/naive_sp.hpp"

#include "foundation/core/base64.hpp"
#include "foundation/core/json.hpp"
#include "foundation/http/form.hpp"
#include "foundation/xml/document.hpp"

namespace idproctor::run {

namespace {

std::string saml_response_of(const std::string& request) {
  const std::size_t body = request.find("\r\n\r\n");
  const auto encoded = http::find(http::decode_form(request.substr(body + 4)), "SAMLResponse");
  const auto xml = base64_decode(encoded.value_or(""));
  return xml ? *xml : std::string();
}

std::string user_in(const std::string& request) {
  const std::size_t at = request.find("user=");
  return at == std::string::npos ? "" : request.substr(at + 5, request.find_first_of(";\r", at) - at - 5);
}

}  // namespace

std::string http_answer(const std::string& status, const std::string& headers, const std::string& body) {
  return "HTTP/1.1 " + status + "\r\n" + headers + "Content-Length: " + std::to_string(body.size()) +
         "\r\n\r\n" + body;
}

NaiveSp::NaiveSp(Misbehaviour misbehaviour)
    : misbehaviour_(std::move(misbehaviour)), server_([this](http::Peer& peer) { serve(peer); }) {}

scenario::Target NaiveSp::target() const {
  scenario::Target target;
  target.name = "naive";
  target.saml = scenario::Target::Saml{};
  target.saml->acs_url = server_.url("/acs");
  target.saml->entity_id = "naive-sp";
  target.saml->idp_initiated = true;
  target.session = scenario::Target::Session{};
  target.session->whoami = server_.url("/me");
  target.session->identity_at = "/email";
  target.session->logout_url = server_.url("/logout");
  target.saml->slo_url = server_.url("/slo");
  if (has_other_idp) target.saml->login_url = server_.url("/login");
  target.timeout = Milliseconds{2000};
  return target;
}

void NaiveSp::serve(http::Peer& peer) {
  for (;;) {
    const std::string request = peer.read_request();
    if (request.empty()) return;
    const bool altered =
        request.starts_with("POST /acs") && saml_response_of(request).find(bait) != std::string::npos;
    if (altered && misbehaviour_ && misbehaviour_(peer, *this)) return;
    if (!peer.write(answer(request))) return;
  }
}

std::string NaiveSp::answer(const std::string& request) {
  if (request.starts_with("GET /login")) {
    return http_answer("302 Found", "Location: " + server_.url("/other-idp") + "?SAMLRequest=PGE+\r\n", "");
  }
  if (request.starts_with("GET /logout")) {
    return http_answer("200 OK", "Content-Type: text/html\r\n",
                       "<form method=post action=/logout><input type=hidden name=token value=42>"
                       "<button>Log out</button></form>");
  }
  if (request.starts_with("POST /logout") && request.ends_with("token=42")) {
    return http_answer("200 OK", "Content-Type: text/plain\r\nSet-Cookie: user=; Max-Age=0; Path=/\r\n",
                       "bye");
  }
  if (request.starts_with("GET /loop")) return http_answer("302 Found", "Location: /loop\r\n", "");
  if (request.starts_with("GET /me")) {
    const std::string user = user_in(request);
    if (user.empty()) return http_answer("401 Unauthorized", "Content-Type: application/json\r\n", "{}");
    if (whoami_is_html) return http_answer("200 OK", "Content-Type: text/html\r\n", "<p>hello " + user);
    return http_answer("200 OK", "Content-Type: application/json\r\n", dump(Json{{"email", user}}));
  }
  const auto document = xml::Document::parse(saml_response_of(request));
  if (locked || !document)
    return http_answer("403 Forbidden", "Content-Type: text/plain\r\n", "no <b>thanks</b>");
  const std::string user = document->evaluate("string(//saml:NameID)").value().substr(0, longest_name);
  return http_answer("302 Found", "Location: /me\r\nSet-Cookie: user=" + user + "; Path=/\r\n", "");
}

}  // namespace idproctor::run
