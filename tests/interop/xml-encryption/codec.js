// The npm package xml-encryption as a command, for encryption_interop_test.cpp:
//     node codec.js encrypt TEXT_FILE CERTIFICATE KEY_PEM OUT_FILE BLOCK TRANSPORT DIGEST MGF
//     node codec.js decrypt XML_FILE KEY_PEM OUT_FILE
'use strict';
const fs = require('node:fs');
const crypto = require('node:crypto');
const xmlenc = require('xml-encryption');

const [verb, input, ...rest] = process.argv.slice(2);
const text = fs.readFileSync(input, 'utf8');

function finish(file, error, result) {
  if (error) {
    console.error(String(error));
    process.exit(1);
  }
  fs.writeFileSync(file, result);
}

if (verb === 'encrypt') {
  const [certificate, key, out, block, transport, digest, mgf] = rest;
  xmlenc.encrypt(text, {
    rsa_pub: crypto.createPublicKey(fs.readFileSync(key)).export({ type: 'spki', format: 'pem' }),
    pem: fs.readFileSync(certificate),
    encryptionAlgorithm: block,
    keyEncryptionAlgorithm: transport,
    keyEncryptionDigest: digest,
    ...(mgf ? { keyEncryptionMgf: mgf } : {}),
    disallowEncryptionWithInsecureAlgorithm: false,
    warnInsecureAlgorithm: false,
  }, (error, result) => finish(out, error, result));
} else {
  const [key, out] = rest;
  xmlenc.decrypt(text, {
    key: fs.readFileSync(key),
    disallowDecryptionWithInsecureAlgorithm: false,
    warnInsecureAlgorithm: false,
  }, (error, result) => finish(out, error, result));
}
