// Those who hold the key together: single trustees, who are all needed, and groups of which t suffice.

import { array, count, fromCanonicalJson, record, string, toText } from "./canonical.js";
import { inverse, modulo, NAME, plainProof, power, product, publicOf, Q, readMember, readProof, times } from "./group.js";
import { exponentIsKnown, proveExponent } from "./proofs.js";
import { at, Refused, require } from "./refusals.js";

const LIMIT = 16 << 20;
const MOST = 100;

/** The public half of a secret with the proof that its holder knows it, as the protocol writes it. */
export function makeKey(secret) {
  const value = publicOf(secret);
  return { pok: plainProof(proveExponent(`pok|${NAME}|${value}|`, secret)), public_key: String(value) };
}

export const signature = (secret, message) => proveExponent(`sigmsg|${message}|`, secret);
export const sign = (secret, message) => ({ message, signature: plainProof(signature(secret, message)) });
export const isSigned = (key, message, proof) => exponentIsKnown(`sigmsg|${message}|`, key, proof);

/** What each trustee of a group signs once all certificates are known. */
export const agreement = (certificates, coefficients) =>
  `certs_sig|${toText({ certs: certificates, coefexps: coefficients.map(String) })}`;

/** g to the value of a polynomial at a point, from its coefficients in the exponent. */
export const atPoint = (coefficients, point) =>
  coefficients.reduceRight((found, coefficient) => times(power(found, BigInt(point)), coefficient), 1n);

export function readSigned(value) {
  const found = record(value, ["message", "signature"]);
  return { message: string(found.message, "message"), signature: readProof(found.signature, "signature") };
}

/** A signed certificate: the verification key and the encryption key that it certifies. */
export function readCertificate(value, index, size, threshold) {
  const signed = readSigned(value);
  const parsed = fromCanonicalJson(signed.message, 1 << 16);
  const content = record(parsed, ["context", "verification", "encryption"], ["context"], "message");
  const verification = readMember(content.verification, "message/verification");
  const encryption = readMember(content.encryption, "message/encryption");
  if (Object.hasOwn(content, "context")) {
    const wanted = { group: NAME, size, threshold, index };
    require(toText(content.context) === toText(wanted), "wrong_certificate", "message/context");
  }
  require(isSigned(verification, signed.message, signed.signature), "false_certificate", "signature");
  return { verification, encryption };
}

/** All certificates of a ceremony: the keys of each, distinct. */
export function readCertificates(certificates, threshold) {
  const known = certificates.map((certificate, i) =>
    at(`certificate ${i + 1}`, () => readCertificate(certificate, i + 1, certificates.length, threshold)),
  );
  const keys = new Set(known.flatMap(({ verification, encryption }) => [verification, encryption]));
  require(keys.size === 2 * known.length, "trustee_key_twice");
  return known;
}

/** A trustee's polynomial in the exponent, signed by that trustee. */
export function readCoefficients(value, verification, threshold) {
  const signed = readSigned(value);
  const content = record(fromCanonicalJson(signed.message, 1 << 20), ["coefexps"], [], "message");
  const items = array(content.coefexps, threshold, "message/coefexps");
  const found = items.map((item, k) => readMember(item, `message/coefexps/${k + 1}`));
  require(isSigned(verification, signed.message, signed.signature), "false_coefficients", "signature");
  return found;
}

function readKey(value, inGroup) {
  const keys = inGroup ? ["pok", "public_key", "signature", "name"] : ["pok", "public_key", "name"];
  const found = record(value, keys, ["signature", "name"]);
  const key = readMember(found.public_key, "public_key");
  const pok = readProof(found.pok, "pok");
  require(exponentIsKnown(`pok|${NAME}|${key}|`, key, pok), "false_key_proof", "pok");
  const signed = Object.hasOwn(found, "signature") ? readProof(found.signature, "signature") : null;
  if (Object.hasOwn(found, "name")) string(found.name, "name");
  return { value: key, signature: signed };
}

/** Refuse trustees unless every key is proved, distinct, and what its group's polynomials make it. */
export function readTrustees(raw) {
  const items = array(fromCanonicalJson(raw, LIMIT));
  require(items.length > 0 && items.length <= MOST, "wrong_length", "", { found: items.length, wanted: 1 });
  const read = items.map((item, i) =>
    at(String(i + 1), () => {
      const [kind, value] = array(item, 2);
      if (kind === "Single") {
        const { value: key } = readKey(value, false);
        return { threshold: null, keys: [key], publicKey: key };
      }
      if (kind === "Pedersen") return readGroup(value);
      throw new Refused("wrong_shape");
    }),
  );
  const keys = read.flatMap((item) => item.keys);
  require(new Set(keys).size === keys.length, "trustee_key_twice");
  return { items: read, keys, publicKey: product(read.map(({ publicKey }) => publicKey)) };
}

/** A group of trustees, all of it checked. */
function readGroup(value) {
  const parts = ["threshold", "certs", "coefexps", "signatures", "verification_keys"];
  const found = record(value, parts, ["signatures"]);
  const threshold = count(found.threshold, "threshold");
  const certificates = array(found.certs, null, "certs");
  const size = certificates.length;
  require(threshold > 0 && threshold <= size && size <= MOST, "wrong_threshold", "threshold");
  const known = certificates.map((item, i) => at(`certs/${i + 1}`, () => readCertificate(item, i + 1, size, threshold)));
  const distinct = new Set(known.flatMap(({ verification, encryption }) => [verification, encryption]));
  require(distinct.size === 2 * size, "trustee_key_twice", "certs");
  const polynomials = array(found.coefexps, size, "coefexps").map((item, i) =>
    at(`coefexps/${i + 1}`, () => readCoefficients(item, known[i].verification, threshold)),
  );
  if (Object.hasOwn(found, "signatures")) {
    array(found.signatures, size, "signatures").forEach((item, i) => {
      const proof = readProof(item, `signatures/${i + 1}`);
      const agreed = isSigned(known[i].verification, agreement(certificates, polynomials[i]), proof);
      require(agreed, "false_agreement", `signatures/${i + 1}`);
    });
  }
  const keys = array(found.verification_keys, size, "verification_keys").map((item, j) =>
    at(`verification_keys/${j + 1}`, () => {
      const key = readKey(item, true);
      const expected = product(polynomials.map((polynomial) => atPoint(polynomial, j + 1)));
      require(key.value === expected, "inconsistent_key", "public_key");
      const signed = key.signature === null || isSigned(known[j].verification, String(key.value), key.signature);
      require(signed, "false_key_signature", "signature");
      return key.value;
    }),
  );
  return { threshold, keys, publicKey: product(polynomials.map(([constant]) => constant)) };
}

/** What a share counts for in the group of those who opened. */
export const lagrange = (index, indexes) =>
  indexes
    .filter((other) => other !== index)
    .reduce((found, other) => modulo(found * BigInt(other) * inverse(BigInt(other - index), Q), Q), 1n);
