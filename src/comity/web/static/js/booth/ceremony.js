// The key ceremony: n trustees make a key that any t of them can use, and no machine ever holds it.  The same three
// steps as in src/comity/ballots/ceremony.py: certify, deal, receive.

import { fromCanonicalJson, record, toText } from "./canonical.js";
import { modulo, NAME, plainProof, publicOf, Q, randomScalar, readProof, readScalar } from "./group.js";
import { at, require } from "./refusals.js";
import { seal, unseal } from "./sealing.js";
import {
  agreement, atPoint, isSigned, makeKey, readCertificates, readCoefficients, sign, signature,
} from "./trustees.js";

/** Step one: who I am, and in which ceremony. */
export function certify(identity, { index, size, threshold }) {
  const content = {
    context: { group: NAME, size, threshold, index },
    verification: String(identity.verificationKey),
    encryption: String(identity.encryptionKey),
  };
  return sign(identity.signing, toText(content));
}

/** Step two, after checking everybody's certificate: coefficients and agreement for all, a letter for each. */
export function deal(identity, certificates, threshold) {
  const known = readCertificates(certificates, threshold);
  require(known.some(({ verification }) => verification === identity.verificationKey), "wrong_certificate");
  const secret = Array.from({ length: threshold }, randomScalar);
  const exponents = secret.map(publicOf);
  const valueAt = (point) => secret.reduceRight((sum, a) => modulo(sum * BigInt(point) + a, Q), 0n);
  return {
    coefficients: sign(identity.signing, toText({ coefexps: exponents.map(String) })),
    agreement: plainProof(signature(identity.signing, agreement(certificates, exponents))),
    letters: known.map(({ encryption }, j) => seal(identity, encryption, toText({ secret: String(valueAt(j + 1)) }))),
  };
}

/**
 * Step three: my part of the key and its public half; refuse, naming the dealer, what does not fit.
 * Of each dealing only the letter to this trustee is needed: `dealt` has {coefficients, agreement, letter}.
 */
export function receive(identity, index, certificates, dealt, threshold) {
  const known = readCertificates(certificates, threshold);
  require(dealt.length === known.length, "wrong_length", "", { found: dealt.length, wanted: known.length });
  const parts = dealt.map((dealer, i) =>
    at(`dealer ${i + 1}`, () => {
      const { verification } = known[i];
      const exponents = readCoefficients(dealer.coefficients, verification, threshold);
      const proof = readProof(dealer.agreement, "agreement");
      require(isSigned(verification, agreement(certificates, exponents), proof), "false_agreement");
      const message = unseal(identity, verification, dealer.letter);
      const value = readScalar(record(fromCanonicalJson(message, 1 << 12), ["secret"]).secret, "secret");
      require(publicOf(value) === atPoint(exponents, index), "inconsistent_secret");
      return value;
    }),
  );
  const secret = modulo(parts.reduce((sum, part) => sum + part, 0n), Q);
  const key = makeKey(secret);
  return { secret, key: { ...key, signature: plainProof(signature(identity.signing, key.public_key)) } };
}
