// What lets a voter vote: a secret made here, and its public half, which is all that leaves this device.

import { plainProof, publicOf } from "./group.js";
import { proveExponent } from "./proofs.js";
import { credentialSecret } from "./seeds.js";

export const publicCredential = (seed) => publicOf(credentialSecret(seed));

/** What registers the public half: bound to the ballot, the box and the delegation, so that nobody takes another's. */
export function registration(seed, { stream, number, box, of }) {
  const secret = credentialSecret(seed);
  const credential = String(publicOf(secret));
  const proof = plainProof(proveExponent(`register|${stream}|${number}|${box}|${of}|${credential}|`, secret));
  return { of, credential, proof };
}
