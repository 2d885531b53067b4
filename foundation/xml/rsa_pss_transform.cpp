#include "foundation/xml/rsa_pss_transform.hpp"

#include <openssl/err.h>
#include <openssl/rsa.h>
#include <xmlsec/buffer.h>
#include <xmlsec/openssl/crypto.h>
#include <xmlsec/openssl/evp.h>
#include <xmlsec/transforms.h>

#include <array>
#include <new>
#include <stdexcept>
#include <string>

namespace idproctor::xml {

namespace {

/// What xmlsec allocates for one transform: its own part, then ours.
struct PssTransform {
  xmlSecTransform base;
  std::string* octets;  ///< what is signed; a SignedInfo is small
  EVP_PKEY* key;
};

PssTransform* pss(xmlSecTransformPtr transform) {
  return reinterpret_cast<PssTransform*>(transform);
}

const EVP_MD* digest_of(const xmlSecTransform* transform) {
  const std::string_view uri = handle::view(transform->id->href);
  if (uri.ends_with("#sha256-rsa-MGF1")) return EVP_sha256();
  return uri.ends_with("#sha384-rsa-MGF1") ? EVP_sha384() : EVP_sha512();
}

int initialize_pss(xmlSecTransformPtr transform) {
  pss(transform)->octets = new (std::nothrow) std::string;
  pss(transform)->key = nullptr;
  return pss(transform)->octets == nullptr ? -1 : 0;
}

void finalize_pss(xmlSecTransformPtr transform) {
  delete pss(transform)->octets;
  EVP_PKEY_free(pss(transform)->key);
}

int require_rsa_key(xmlSecTransformPtr, xmlSecKeyReqPtr requirement) {
  requirement->keyId = xmlSecOpenSSLKeyDataRsaId;
  requirement->keyType = xmlSecKeyDataTypePublic;
  requirement->keyUsage = xmlSecKeyUsageVerify;
  return 0;
}

int take_key(xmlSecTransformPtr transform, xmlSecKeyPtr key) {
  EVP_PKEY* shared = xmlSecOpenSSLEvpKeyDataGetEvp(xmlSecKeyGetValue(key));
  if (shared == nullptr || EVP_PKEY_up_ref(shared) != 1) return -1;
  pss(transform)->key = shared;
  return 0;
}

/// Collects the octets that the canonicalization before it writes.
int collect_octets(xmlSecTransformPtr transform, int last, xmlSecTransformCtxPtr) {
  if (transform->status == xmlSecTransformStatusFinished) return 0;
  transform->status = xmlSecTransformStatusWorking;
  const xmlSecSize size = xmlSecBufferGetSize(&transform->inBuf);
  if (size > 0) {
    pss(transform)->octets->append(reinterpret_cast<const char*>(xmlSecBufferGetData(&transform->inBuf)),
                                   size);
    if (xmlSecBufferRemoveHead(&transform->inBuf, size) < 0) return -1;
  }
  if (last != 0) transform->status = xmlSecTransformStatusFinished;
  return 0;
}

int verify_pss(xmlSecTransformPtr transform, const xmlSecByte* signature, xmlSecSize size,
               xmlSecTransformCtxPtr) {
  if (transform->status != xmlSecTransformStatusFinished || pss(transform)->key == nullptr) return -1;
  const std::string& octets = *pss(transform)->octets;
  handle::DigestContext context(EVP_MD_CTX_new());
  EVP_PKEY_CTX* parameters = nullptr;
  const bool verified =
      EVP_DigestVerifyInit(context.get(), &parameters, digest_of(transform), nullptr, pss(transform)->key) ==
          1 &&
      EVP_PKEY_CTX_set_rsa_padding(parameters, RSA_PKCS1_PSS_PADDING) == 1 &&
      EVP_PKEY_CTX_set_rsa_pss_saltlen(parameters, EVP_MD_get_size(digest_of(transform))) == 1 &&
      EVP_PKEY_CTX_set_rsa_mgf1_md(parameters, digest_of(transform)) == 1 &&
      EVP_DigestVerify(context.get(), signature, size, handle::to_bytes(octets), octets.size()) == 1;
  ERR_clear_error();
  transform->status = verified ? xmlSecTransformStatusOk : xmlSecTransformStatusFail;
  return 0;
}

using Klass = struct _xmlSecTransformKlass;  // xmlsec's own name for it is that of a constant

Klass klass(const char* name, const char* uri) {
  Klass made{};
  made.klassSize = sizeof(Klass);
  made.objSize = sizeof(PssTransform);
  made.name = handle::to_xml(name);
  made.href = handle::to_xml(uri);
  made.usage = xmlSecTransformUsageSignatureMethod;
  made.initialize = initialize_pss;
  made.finalize = finalize_pss;
  made.setKeyReq = require_rsa_key;
  made.setKey = take_key;
  made.verify = verify_pss;
  made.getDataType = xmlSecTransformDefaultGetDataType;
  made.pushBin = xmlSecTransformDefaultPushBin;
  made.popBin = xmlSecTransformDefaultPopBin;
  made.execute = collect_octets;
  return made;
}

}  // namespace

std::span<const xmlSecTransformId> rsa_pss_transforms() {
  static const std::array<Klass, 3> klasses{
      klass("sha256-rsa-MGF1", "http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1"),
      klass("sha384-rsa-MGF1", "http://www.w3.org/2007/05/xmldsig-more#sha384-rsa-MGF1"),
      klass("sha512-rsa-MGF1", "http://www.w3.org/2007/05/xmldsig-more#sha512-rsa-MGF1")};
  static const std::array<xmlSecTransformId, 3> ids{&klasses[0], &klasses[1], &klasses[2]};
  return ids;
}

void register_rsa_pss() {
  for (xmlSecTransformId id : rsa_pss_transforms()) {
    if (xmlSecTransformIdsRegister(id) != 0) throw std::runtime_error("xmlsec takes no RSA-PSS");
  }
}

}  // namespace idproctor::xml
