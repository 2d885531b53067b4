// How many signed assertions a second the npm package `saml` makes, beside the plain signature of the same process.
// As in saml_bench.cpp: one RSA-2048 key, SHA-256, exclusive canonicalization, the same user and attributes. There is
// no samlp:Response around the assertion, and no ECDSA: the package has neither.
//   node bench/peer/saml.mjs [SECONDS]
import { execFileSync } from "node:child_process";
import { createPrivateKey, createSign } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const saml = createRequire(import.meta.url)("saml").Saml20;
const { version } = JSON.parse(
  readFileSync(new URL("node_modules/saml/package.json", import.meta.url)),
);
const seconds = Number(process.argv[2] ?? 2);

const pem = execFileSync(
  "openssl",
  ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "-", "-subj", "/CN=bench", "-days", "1"],
  { stdio: ["ignore", "pipe", "ignore"] },
).toString();
const [key, cert] = pem.match(/-----BEGIN (PRIVATE KEY|CERTIFICATE)-----[^]*?-----END \1-----\n/g);

const options = {
  key,
  cert,
  issuer: "https://idp.idproctor.test/generic",
  lifetimeInSeconds: 300,
  audiences: "https://sp.example/saml/metadata",
  recipient: "https://sp.example/saml/acs",
  nameIdentifier: "alice@example.com",
  nameIdentifierFormat: "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress",
  sessionIndex: "_faed468a15a04668aed63d9c478cc8fa",
  signatureNamespacePrefix: "ds",
  attributes: {
    id: "alice",
    email: "alice@example.com",
    firstName: "Alice",
    lastName: "Anderson",
    groups: ["engineering", "everyone"],
  },
};

/// Runs per second of this process's CPU time: what other processes take does not count.
function rate(run) {
  for (let i = 0; i < 200; ++i) run(); // until the compiler has seen it
  const start = process.cpuUsage();
  let runs = 0;
  let used = 0;
  while (used < seconds * 1e6) {
    for (let i = 0; i < 50; ++i) run();
    runs += 50;
    const { user, system } = process.cpuUsage(start);
    used = user + system;
  }
  return runs / (used / 1e6);
}

const text = "x".repeat(700);
const ready = createPrivateKey(key); // the package reads the PEM for each assertion
const plain = rate(() => createSign("RSA-SHA256").update(text).sign(ready));
const assertions = rate(() => saml.create(options));
console.log(`npm saml ${version}, Node.js ${process.version}, per second of CPU:`);
console.log(`  RSA-2048 SHA-256 alone: ${plain.toFixed(0)} signatures/s`);
console.log(
  `  signed assertion of ${saml.create(options).length} bytes: ${assertions.toFixed(0)} assertions/s, ` +
    `${((100 * assertions) / plain).toFixed(0)} % of the signature alone`,
);
