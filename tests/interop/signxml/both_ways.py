"""Another implementation's opinion on XML signatures: signxml, over lxml and the cryptography package.

    both_ways.py verify METHOD MESSAGE.xml CERTIFICATE.pem           exit code 0: it verifies, 3: it does not
    both_ways.py sign METHOD MESSAGE.xml PRIVATE_KEY.pem OUT.xml     signs the element with the ID "_r"

METHOD is a name of signxml.SignatureMethod: SHA256_RSA_MGF1.
"""
import sys
from pathlib import Path

from lxml import etree
from signxml import DigestAlgorithm, SignatureConfiguration, SignatureMethod, XMLSigner, XMLVerifier
from signxml.exceptions import InvalidDigest, InvalidSignature

EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#"


def verify(method, message, certificate):
    expected = SignatureConfiguration(signature_methods=frozenset([SignatureMethod[method]]))
    try:
        XMLVerifier().verify(Path(message).read_bytes(), x509_cert=Path(certificate).read_text(), id_attribute="ID",
                             expect_config=expected)
        return 0
    except (InvalidSignature, InvalidDigest) as problem:
        print(problem)
        return 3  # an exception that nobody catches is 1


def sign(method, message, key, out):
    signer = XMLSigner(signature_algorithm=SignatureMethod[method], digest_algorithm=DigestAlgorithm.SHA256,
                       c14n_algorithm=EXCLUSIVE)
    root = signer.sign(etree.fromstring(Path(message).read_bytes()), key=Path(key).read_text(), reference_uri="_r",
                       id_attribute="ID", always_add_key_value=False)
    Path(out).write_bytes(etree.tostring(root))
    return 0


sys.exit(verify(*sys.argv[2:]) if sys.argv[1] == "verify" else sign(*sys.argv[2:]))
