#include "foundation/xml/verify.hpp"

#include <xmlsec/openssl/crypto.h>

#include <algorithm>
#include <map>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

#include "foundation/core/text.hpp"
#include "foundation/xml/library.hpp"
#include "foundation/xml/rsa_pss_transform.hpp"

namespace idproctor::xml {

namespace {

using handle::to_xml;
using handle::view;

constexpr std::string_view enveloped_signature = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";
constexpr std::string_view exclusive = "http://www.w3.org/2001/10/xml-exc-c14n#";
constexpr std::string_view exclusive_with_comments = "http://www.w3.org/2001/10/xml-exc-c14n#WithComments";
constexpr int least_rsa_bits = 2048;

/// SAML core 5.4.3 recommends the exclusive ones; XML Signature 6.5 makes inclusive ones mandatory to know.
constexpr std::string_view canonicalization_methods[] = {
    exclusive,
    exclusive_with_comments,
    "http://www.w3.org/TR/2001/REC-xml-c14n-20010315",
    "http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments",
    "http://www.w3.org/2006/12/xml-c14n11",
    "http://www.w3.org/2006/12/xml-c14n11#WithComments",
};

struct Method {
  std::string_view uri;
  std::string_view key_type;  ///< empty for digests
  bool is_sha1;
};

constexpr Method signature_methods[] = {
    {"http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", "RSA", false},
    {"http://www.w3.org/2001/04/xmldsig-more#rsa-sha384", "RSA", false},
    {"http://www.w3.org/2001/04/xmldsig-more#rsa-sha512", "RSA", false},
    {"http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256", "EC", false},
    {"http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384", "EC", false},
    {"http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512", "EC", false},
    {"http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1", "RSA", false},
    {"http://www.w3.org/2007/05/xmldsig-more#sha384-rsa-MGF1", "RSA", false},
    {"http://www.w3.org/2007/05/xmldsig-more#sha512-rsa-MGF1", "RSA", false},
    {"http://www.w3.org/2000/09/xmldsig#rsa-sha1", "RSA", true},
};
constexpr Method digest_methods[] = {
    {"http://www.w3.org/2001/04/xmlenc#sha256", "", false},
    {"http://www.w3.org/2001/04/xmldsig-more#sha384", "", false},
    {"http://www.w3.org/2001/04/xmlenc#sha512", "", false},
    {"http://www.w3.org/2000/09/xmldsig#sha1", "", true},
};

/// The one child element of that name; an error when there is none or more than one.
Result<xmlNodePtr> only_child(xmlNodePtr parent, std::string_view local_name) {
  xmlNodePtr found = nullptr;
  int count = 0;
  for (xmlNodePtr child = parent->children; child != nullptr; child = child->next) {
    if (!is_element(child, dsig_namespace, local_name)) continue;
    found = child;
    ++count;
  }
  if (count == 1) return found;
  return invalid("the " + std::string(view(parent->name)) + " must have exactly one " +
                 std::string(local_name) + ", it has " + std::to_string(count));
}

Result<std::string> algorithm_of(xmlNodePtr parent, std::string_view local_name) {
  auto method = only_child(parent, local_name);
  if (!method) return method.error();
  return Node(*method).attribute("Algorithm");
}

Result<> require_method(std::span<const Method> allowed, const std::string& uri, std::string_view what,
                        const crypto::Key& key, Policy policy) {
  for (const Method& method : allowed) {
    if (method.uri != uri) continue;
    if (method.is_sha1 && !policy.allow_sha1) {
      return invalid("the " + std::string(what) + " " + uri + " rests on SHA-1, which is not allowed here");
    }
    if (!method.key_type.empty() && method.key_type != key.type()) {
      return invalid("the " + std::string(what) + " " + uri + " does not fit the trusted key of type " +
                     key.type());
    }
    return {};
  }
  return invalid("the " + std::string(what) + " " + printable(uri) + " is not allowed");
}

/// SAML core 5.4.4: nothing but enveloped-signature and exclusive canonicalization.
Result<> require_transforms(xmlNodePtr reference) {
  auto transforms = only_child(reference, "Transforms");
  if (!transforms) return transforms.error();
  std::vector<std::string> uris;
  for (const Node& child : Node(*transforms).children()) {
    if (!is_element(raw(child), dsig_namespace, "Transform")) {
      return invalid("the Transforms contain the foreign element " + printable(child.name()));
    }
    uris.push_back(child.attribute("Algorithm"));
  }
  for (const std::string& uri : uris) {
    if (uri != enveloped_signature && uri != exclusive && uri != exclusive_with_comments) {
      return invalid("the transform " + printable(uri) + " is not allowed (SAML core 5.4.4)");
    }
  }
  if (uris.size() > 2) {
    return invalid("the Reference has " + std::to_string(uris.size()) +
                   " transforms, two are the most allowed");
  }
  if (uris.empty() || uris.back() == enveloped_signature ||
      (uris.size() == 2 && uris.front() != enveloped_signature)) {
    return invalid("the transforms are not enveloped-signature, then exclusive canonicalization");
  }
  return {};
}

/// xmlsec looks for attributes by their local name alone, so a foreign x:URI or x:Algorithm would mean one
/// thing to it and another to the checks here. The schema of XML Signature allows none.
Result<> require_plain_attributes(xmlNodePtr signed_info) {
  for (xmlNodePtr node = signed_info; node != nullptr; node = next_in_tree(node, signed_info)) {
    if (node->type != XML_ELEMENT_NODE) continue;
    for (const xmlAttr* attribute = node->properties; attribute != nullptr; attribute = attribute->next) {
      if (attribute->ns == nullptr) continue;
      return invalid("the SignedInfo has the foreign attribute " + printable(view(attribute->name)));
    }
  }
  return {};
}

/// One ID attribute and what stands in it. SAML writes ID, XML Signature and XML Encryption write Id.
struct IdValue {
  xmlAttrPtr attribute;
  std::string value;
};

std::vector<IdValue> collect_ids(xmlDocPtr document) {
  std::vector<IdValue> ids;
  xmlNodePtr top = xmlDocGetRootElement(document);
  for (xmlNodePtr node = top; node != nullptr; node = next_in_tree(node, top)) {
    if (node->type != XML_ELEMENT_NODE) continue;
    for (xmlAttrPtr attribute = node->properties; attribute != nullptr; attribute = attribute->next) {
      const std::string_view name = view(attribute->name);
      const bool is_id = attribute->ns == nullptr
                             ? name == "ID" || name == "Id"
                             : name == "id" && view(attribute->ns->href) == view(XML_XML_NAMESPACE);
      if (is_id) ids.push_back({attribute, Node(attribute).text()});
    }
  }
  return ids;
}

std::vector<std::string> problems_of(const std::vector<IdValue>& ids) {
  std::vector<std::string> problems;
  std::map<std::string_view, int> count;
  for (const IdValue& id : ids) {
    const std::string at = "line " + std::to_string(Node(id.attribute).line()) + ": the " +
                           std::string(view(id.attribute->parent->name)) + " has ";
    if (id.value.empty()) {
      problems.push_back(at + "an empty ID");
    } else if (xmlValidateNCName(to_xml(id.value), 0) != 0) {
      problems.push_back(at + "the ID \"" + printable(id.value, 100) + "\", which is no NCName");
    } else if (++count[id.value] == 2) {
      problems.push_back(at + "the ID \"" + printable(id.value, 100) +
                         "\", which an element before it has too");
    }
  }
  return problems;
}

/// Makes the collected IDs known to libxml2 while this lives. There are no two alike by then.
class KnownIds {
 public:
  explicit KnownIds(const std::vector<IdValue>& ids) {
    for (const IdValue& id : ids) {
      if (id.attribute->atype == XML_ATTRIBUTE_ID) continue;  // xml:id, known since it was parsed
      if (xmlAddID(nullptr, id.attribute->doc, to_xml(id.value), id.attribute) != nullptr) {
        added_.push_back(id.attribute);
      }
    }
  }
  ~KnownIds() {
    for (xmlAttrPtr attribute : added_) xmlRemoveID(attribute->doc, attribute);
  }
  KnownIds(const KnownIds&) = delete;
  KnownIds& operator=(const KnownIds&) = delete;

 private:
  std::vector<xmlAttrPtr> added_;
};

/// Everything that can be judged before any cryptography; the ID that the Reference names.
Result<std::string> check_form(xmlNodePtr signature, const crypto::Key& trusted, Policy policy) {
  if (trusted.type() == "RSA" && trusted.bits() < least_rsa_bits) {
    return invalid("the trusted RSA key has " + std::to_string(trusted.bits()) + " bits, fewer than " +
                   std::to_string(least_rsa_bits));
  }
  auto signed_info = only_child(signature, "SignedInfo");
  if (!signed_info) return signed_info.error();
  if (auto value = only_child(signature, "SignatureValue"); !value) return value.error();

  if (auto fine = require_plain_attributes(*signed_info); !fine) return fine.error();
  auto canonicalization = algorithm_of(*signed_info, "CanonicalizationMethod");
  if (!canonicalization) return canonicalization.error();
  if (std::ranges::find(canonicalization_methods, *canonicalization) == std::end(canonicalization_methods)) {
    return invalid("the canonicalization method " + printable(*canonicalization) + " is not allowed");
  }
  auto method = algorithm_of(*signed_info, "SignatureMethod");
  if (!method) return method.error();
  if (auto fine = require_method(signature_methods, *method, "signature method", trusted, policy); !fine) {
    return fine.error();
  }

  auto reference = only_child(*signed_info, "Reference");
  if (!reference) return reference.error();
  const std::string uri = Node(*reference).attribute("URI");
  if (uri.empty()) {
    return invalid("the Reference has an empty URI; SAML core 5.4.2 demands the ID of the signed element");
  }
  if (uri[0] != '#' || xmlValidateNCName(to_xml(uri.substr(1)), 0) != 0) {
    return invalid("the Reference's URI " + printable(uri) + " is not \"#\" and an ID");
  }
  if (auto fine = require_transforms(*reference); !fine) return fine.error();
  auto digest = algorithm_of(*reference, "DigestMethod");
  if (!digest) return digest.error();
  if (auto fine = require_method(digest_methods, *digest, "digest method", trusted, policy); !fine) {
    return fine.error();
  }
  return uri.substr(1);
}

/// The same lists once more in xmlsec's own terms, should it ever read a signature otherwise than check_form.
void restrict(xmlSecDSigCtx& context) {
  context.enabledReferenceUris = xmlSecTransformUriTypeSameDocument;
  const xmlSecTransformId for_reference[] = {
      xmlSecTransformEnvelopedId,    xmlSecTransformExclC14NId,      xmlSecTransformExclC14NWithCommentsId,
      xmlSecOpenSSLTransformSha1Id,  xmlSecOpenSSLTransformSha256Id, xmlSecOpenSSLTransformSha384Id,
      xmlSecOpenSSLTransformSha512Id};
  const xmlSecTransformId for_signature[] = {
      xmlSecTransformExclC14NId,           xmlSecTransformExclC14NWithCommentsId,
      xmlSecTransformInclC14NId,           xmlSecTransformInclC14NWithCommentsId,
      xmlSecTransformInclC14N11Id,         xmlSecTransformInclC14N11WithCommentsId,
      xmlSecOpenSSLTransformRsaSha1Id,     xmlSecOpenSSLTransformRsaSha256Id,
      xmlSecOpenSSLTransformRsaSha384Id,   xmlSecOpenSSLTransformRsaSha512Id,
      xmlSecOpenSSLTransformEcdsaSha256Id, xmlSecOpenSSLTransformEcdsaSha384Id,
      xmlSecOpenSSLTransformEcdsaSha512Id};
  bool done = true;
  for (xmlSecTransformId id : for_reference) done &= xmlSecDSigCtxEnableReferenceTransform(&context, id) == 0;
  for (xmlSecTransformId id : for_signature) done &= xmlSecDSigCtxEnableSignatureTransform(&context, id) == 0;
  for (xmlSecTransformId id : rsa_pss_transforms()) {
    done &= xmlSecDSigCtxEnableSignatureTransform(&context, id) == 0;
  }
  if (!done) throw std::runtime_error("xmlsec does not take the list of allowed algorithms");
}

const xmlSecDSigReferenceCtx* only_reference(xmlSecDSigCtx& context) {
  if (xmlSecPtrListGetSize(&context.signedInfoReferences) != 1) return nullptr;
  return static_cast<const xmlSecDSigReferenceCtx*>(xmlSecPtrListGetItem(&context.signedInfoReferences, 0));
}

}  // namespace

std::vector<std::string> id_problems(const Document& document) {
  return problems_of(collect_ids(raw(document)));
}

Result<SignedPart> verify(Document& document, Node signature, const crypto::Key& trusted, Policy policy) {
  require_library();
  xmlNodePtr top = raw(signature);
  if (!is_element(top, dsig_namespace, "Signature") || top->doc != raw(document)) {
    return invalid("there is no ds:Signature element to verify");
  }
  auto id = check_form(top, trusted, policy);
  if (!id) return id.error();
  const std::string target = "#" + printable(*id, 100);
  const std::vector<IdValue> ids = collect_ids(raw(document));
  if (auto problems = problems_of(ids); !problems.empty()) return invalid(problems.front());
  if (std::ranges::find(ids, *id, &IdValue::value) == ids.end()) {
    return invalid("the Reference " + target + " points at no element");
  }
  const KnownIds known(ids);

  ErrorTrace trace;
  handle::SignatureContext context(xmlSecDSigCtxCreate(nullptr));
  if (context == nullptr) throw std::bad_alloc();
  restrict(*context);
  // A Manifest's References decide nothing, and would be fetched and digested all the same.
  context->flags |= XMLSEC_DSIG_FLAGS_STORE_SIGNEDINFO_REFERENCES | XMLSEC_DSIG_FLAGS_IGNORE_MANIFESTS;
  context->signKey = sec_key(trusted).release();
  const int done = xmlSecDSigCtxVerify(context.get(), top);
  const xmlSecDSigReferenceCtx* reference = only_reference(*context);
  if (reference != nullptr && reference->status == xmlSecDSigStatusInvalid) {
    return invalid("the digest of " + target + " does not match: the element was changed after signing");
  }
  if (done != 0) return invalid("the signature cannot be processed: " + trace.text());
  if (context->status != xmlSecDSigStatusSucceeded || reference == nullptr ||
      reference->status != xmlSecDSigStatusSucceeded || view(reference->uri) != "#" + *id) {
    return invalid("the signature value does not verify with the trusted key");
  }
  xmlSecBufferPtr digested =
      xmlSecDSigReferenceCtxGetPreDigestBuffer(const_cast<xmlSecDSigReferenceCtx*>(reference));
  if (digested == nullptr || xmlSecBufferGetSize(digested) == 0) {
    return invalid("xmlsec did not keep what it digested for " + target);
  }
  return SignedPart{*id, std::string(reinterpret_cast<const char*>(xmlSecBufferGetData(digested)),
                                     xmlSecBufferGetSize(digested))};
}

}  // namespace idproctor::xml
