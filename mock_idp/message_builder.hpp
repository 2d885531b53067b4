#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "mock_idp/builder.hpp"
#include "mock_idp/encrypt_elements.hpp"
#include "mock_idp/rendering.hpp"
#include "mock_idp/signed_elements.hpp"

namespace idproctor::mock_idp {

/// One message in the making. What a stage does to it stands in the file of that stage.
class MessageBuilder {
 public:
  MessageBuilder(const Dialect& dialect, KeyRing& keys, const Login& login, Seed& seed);
  Result<Message> build(const Recipe& recipe);
  /// Whether the message was read into a tree on its way.
  bool took_a_tree() const { return document_ != nullptr; }

 private:
  Result<> carry_out(const Stage& stage, const Recipe& recipe);
  Result<> build_further_messages(const Recipe& recipe);
  /// `xml`: the message before its raw edits.
  Result<Message> finish(const Recipe& recipe, std::string xml);

  // render.cpp
  Result<Rendering> render(const Recipe& recipe);
  Result<> read_into_tree(const std::string& text);
  const MessageTemplate& message_template() const;
  Result<std::string> metadata();
  Result<std::string> attributes(Rendering& rendering);
  Result<std::string> attribute_element(const Dialect::Attribute& attribute, const std::string& values);
  Result<std::string> template_for(const SignStage& stage, std::string_view id);

  // without_tree.cpp
  /// The signed message in the way of most, which deviate in nothing; nullopt where a tree has to make it, or
  /// to say why it cannot be made.
  std::optional<std::string> written_without_tree(const Rendering& rendering, const Recipe& recipe) const;

  // edit_stage.cpp
  Result<> apply(const EditStage& stage);
  Result<> apply(const Edit& edit);
  Result<std::string> expanded(const std::string& text);
  /// Puts a token in the tree where bytes shall stand; finish() exchanges it in the serialized message.
  Result<> raw(const Edit& edit);
  /// The bytes that "start", "prolog" and "end" stand for; null for an XPath.
  std::string* outside_of_root(std::string_view place);

  // sign_stage.cpp
  Result<> sign(const SignStage& stage, const Recipe& recipe);
  Result<> sign(const SignStage& stage, const std::string& element);
  std::vector<std::string> elements(const SignStage& stage) const;
  const SignStage* stage_that_signs(const Recipe& recipe, std::string_view element) const;
  /// The short form says once what is signed; here it is told which of it comes before the encryption.
  std::vector<std::string> elements_now(const SignStage& stage, const Recipe& recipe);
  /// Whether something that the recipe encrypts lies within the element: then its signature comes afterwards.
  bool encloses_encrypted(const Recipe& recipe, const std::string& element) const;
  /// For elements that the dialect never signs: after the Issuer where there is one, else as the first child.
  Result<> place_template(const SignStage& stage, const std::string& element);
  /// SignatureValue is not part of what is signed, so its lines may be broken as the provider breaks them.
  Result<> wrap_base64(const std::string& element);

  // encrypt_stage.cpp
  Result<> encrypt(const EncryptStage& stage);
  Result<Encryption> encryption_of(const EncryptStage& stage);

  const Dialect& dialect_;
  KeyRing& keys_;
  const Login& login_;
  Seed& seed_;
  Values values_;
  std::unique_ptr<xml::Document> document_;  ///< null as long as nobody needs a tree
  std::string message_id_;
  MessageKind kind_ = MessageKind::response;
  bool says_attribute_itself_ = false;  ///< the recipe inserts ${attribute}; the dialect's own is left out
  std::vector<std::pair<std::string, std::string>> raw_;
  std::vector<std::string> postponed_;  ///< elements that the short form signs after the encryption
  std::vector<Plaintext> plaintexts_;
  std::string start_, prolog_, end_;
};

}  // namespace idproctor::mock_idp
