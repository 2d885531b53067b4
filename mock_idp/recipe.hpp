#pragma once

#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "foundation/core/clock.hpp"
#include "foundation/xml/edit.hpp"

namespace idproctor::mock_idp {

/// How a message deviates from the provider's own: data from a scenario file. The empty recipe is the correct
/// message.

/// Which of the messages that an identity provider writes.
enum class MessageKind { response, logout_request, logout_response, metadata };

/// One edit on the tree. `raw` is the one that works on the serialized bytes; nothing parses them afterwards.
struct Edit {
  enum class Verb { set, remove, insert, copy, move, wrap, rename, raw };
  Verb verb = Verb::set;
  std::string
      subject;  ///< an XPath; a fragment for insert; "start", "prolog" or "end" besides an XPath for raw
  std::string value;  ///< set, rename, raw: `to`; wrap: the shell; may hold ${computed values}
  xml::Position position = xml::Position::into;
  std::string at;     ///< insert, copy, move: an XPath
  std::string where;  ///< file:line:column in the scenario
};

struct EditStage {
  std::vector<Edit> edits;
};

/// Signs elements in the order given. An absent setting is the dialect's.
struct SignStage {
  /// "assertion", "response", "both", "message" (the root), "one", "rest" (signed_elements.hpp) or an XPath;
  /// empty: the target's or the dialect's habit, or the query of the HTTP-Redirect binding.
  std::vector<std::string> elements;
  std::string key = "idp";                 ///< a name of KeyRing
  std::optional<std::string> key_info_of;  ///< whose certificate KeyInfo shows, when it is not `key`'s
  std::optional<std::string> algorithm, digest, canonicalization, inclusive_prefixes, key_info;
  std::optional<std::string> computed_by;  ///< the algorithm of the value, whatever the message names; "none"
  /// What an HMAC is keyed with: the public knowledge of a confused verifier. Of `key`: certificate-pem,
  /// certificate-der, public-key-pem or public-key-der.
  std::optional<std::string> secret;
  /// A signature is made before what it covers is encrypted, or after what lies in it was (SAML core 6.2). In
  /// the short form, where one word asks for both, each element is signed on its own side of the encryption.
  enum class Side { either, before_encryption, after_encryption };
  Side side = Side::either;
  std::optional<std::string> claims;  ///< by HTTP-Redirect: what SigAlg says instead of the algorithm
  std::string where;
};

/// Puts elements' encrypted forms in their places, in the order given. An absent setting is the dialect's.
struct EncryptStage {
  std::vector<std::string> elements;  ///< "assertion", "name-id", "attribute NAME" or an XPath
  std::string recipient = "sp";       ///< "sp", or a name of KeyRing: somebody who cannot be the target
  std::optional<std::string> algorithm, key_transport, digest, mgf, key_placement, key_info;
  std::string wrapper;                 ///< its element name; empty: what SAML has for the element
  std::optional<std::string> content;  ///< the plaintext; may hold ${computed values}, ${original} among them
  std::string where;
};

using Stage = std::variant<EditStage, SignStage, EncryptStage>;

/// How the bytes travel.
struct Wire {
  std::string method = "POST";  ///< POST form, or GET query
  std::string parameter = "SAMLResponse";
  std::string encoding = "base64";                   ///< as the key table of `wire` lists them
  std::string charset = "utf-8";                     ///< one of charsets(); the bytes before `encoding`
  std::map<std::string, std::string> before, after;  ///< further form fields; values may be computed
  std::optional<std::string> recipient;              ///< another URL to send to
  /// Of a logout message by HTTP-Redirect: what parameters say instead, put there after signing. May hold
  /// ${original} and the functions of computed values; an empty one is left out.
  std::map<std::string, std::string> query;
  bool lower_case_escapes = false;  ///< %3d for %3D, as .NET writes a query
};

struct Recipe {
  MessageKind kind = MessageKind::response;
  std::vector<Stage> stages{SignStage{}};
  std::map<std::string, Recipe> messages;  ///< further messages, inserted as ${name}
  std::optional<std::string> intact;       ///< what must still verify in the finished message
  Milliseconds clock{0};                   ///< how far the IdP's clock is off
  Wire wire;
};

}  // namespace idproctor::mock_idp
