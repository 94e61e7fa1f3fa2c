// Sealed letters between trustees: signed by the sender, readable by the recipient only.

import { ccmOpen, ccmSeal } from "./aes.js";
import { fromHex, fromUtf8, hex, utf8 } from "./bytes.js";
import { fromCanonicalJson, record, string, toText } from "./canonical.js";
import { inverse, publicOf, randomScalar, readMember, secretPower, times } from "./group.js";
import { Refused, require } from "./refusals.js";
import { sha256 } from "./sha256.js";
import { isSigned, readSigned, sign } from "./trustees.js";

const LIMIT = 1 << 16;
const NONCE = 13;

const keyOf = (shared) => sha256(`key|${shared}`);
const nonceOf = (alpha) => sha256(`iv|${alpha}`).subarray(0, NONCE);

/** A letter to the holder of this encryption key, as text. */
export function seal(sender, recipient, message) {
  const inner = toText({ recipient: String(recipient), message });
  const letter = toText(sign(sender.signing, inner));
  const [r, k] = [randomScalar(), randomScalar()];
  const shared = publicOf(k);
  const alpha = publicOf(r);
  const beta = times(secretPower(recipient, r), shared);
  const data = ccmSeal(keyOf(shared), nonceOf(alpha), utf8(letter));
  return toText({ alpha: String(alpha), beta: String(beta), data: hex(data) });
}

/** The message of a letter; refuse it unless it is for this recipient and signed by that sender. */
export function unseal(recipient, sender, raw) {
  const found = record(fromCanonicalJson(raw, LIMIT), ["alpha", "beta", "data"]);
  const [alpha, beta] = [readMember(found.alpha, "alpha"), readMember(found.beta, "beta")];
  const shared = times(beta, inverse(secretPower(alpha, recipient.opening)));
  let letter;
  try {
    letter = fromUtf8(ccmOpen(keyOf(shared), nonceOf(alpha), fromHex(string(found.data, "data"))));
  } catch {
    // Whatever was wrong with it, its sender cannot tell more than that it cannot be read.
    throw new Refused("unreadable_letter");
  }
  const signed = readSigned(fromCanonicalJson(letter, LIMIT));
  require(isSigned(sender, signed.message, signed.signature), "unreadable_letter", "signature");
  const inner = record(fromCanonicalJson(signed.message, LIMIT), ["recipient", "message"]);
  require(inner.recipient === String(recipient.encryptionKey), "unreadable_letter", "recipient");
  return string(inner.message, "message");
}
