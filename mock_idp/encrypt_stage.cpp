#include "mock_idp/message_builder.hpp"

namespace idproctor::mock_idp {

Result<> MessageBuilder::encrypt(const EncryptStage& stage) {
  auto encryption = encryption_of(stage);
  if (!encryption) return invalid(encryption.error().message, stage.where);
  for (const std::string& element : stage.elements) {
    auto done = encrypt_elements(*document_, values_.xpath(xpath_of_encrypted(element)), *encryption);
    if (!done) return invalid("cannot encrypt " + element + ": " + done.error().message, stage.where);
    plaintexts_.insert(plaintexts_.end(), done->begin(), done->end());
  }
  return {};
}

Result<Encryption> MessageBuilder::encryption_of(const EncryptStage& stage) {
  EncryptionStyle style = dialect_.encryption;
  style.algorithm = stage.algorithm.value_or(style.algorithm);
  style.key_transport = stage.key_transport.value_or(style.key_transport);
  style.digest = stage.digest.value_or(style.digest);
  style.mgf = stage.mgf.value_or(style.mgf);
  style.key_placement = stage.key_placement.value_or(style.key_placement);
  style.key_info = stage.key_info.value_or(style.key_info);
  if (auto checked = check_encryption_style(style); !checked) return checked.error();
  std::optional<crypto::Certificate> certificate = login_.encryption_certificate;
  if (stage.recipient != "sp") {
    auto pair = keys_.get(stage.recipient);
    if (!pair) return pair.error();
    certificate = (*pair)->certificate;
  }
  if (!certificate) return invalid("the service provider has no encryption certificate");
  Encryption encryption{style,         *certificate, login_.sp_entity_id,
                        stage.wrapper, nullptr,      [this] { return values_.fresh_id(); }};
  if (stage.content) {
    encryption.content = [this, &stage](const std::string& original) {
      values_.define("original", original);
      return expanded(*stage.content);
    };
  }
  return encryption;
}

}  // namespace idproctor::mock_idp
