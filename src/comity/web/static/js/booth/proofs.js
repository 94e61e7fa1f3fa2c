// Proofs of knowledge: of one exponent; that a ciphertext holds one of some values, not saying which.

import { baseTable, challenge, G, inverse, modulo, power, publicOf, Q, randomScalar, tablePower, times } from "./group.js";

/** Knowledge of x in X = g^x; the commitment may have been made before. */
export function proveExponent(prefix, secret, commitment = prepareExponent()) {
  const c = challenge(prefix, [commitment.power]);
  return { challenge: c, response: modulo(commitment.w - secret * c, Q) };
}

export function prepareExponent() {
  const w = randomScalar();
  return { w, power: publicOf(w) };
}

export function exponentIsKnown(prefix, value, proof) {
  const commitment = times(publicOf(proof.response), power(value, proof.challenge));
  return challenge(prefix, [commitment]) === proof.challenge;
}

/**
 * What one branch of a proof needs of randomness.  It is the same whichever branch will be the true one, so that it
 * can be made before the voter has chosen: g^u, y^u and g^e, used once.
 */
export function prepareBranch(key) {
  const [u, e] = [randomScalar(), randomScalar()];
  return { u, gu: publicOf(u), yu: tablePower(key, u), e, ge: publicOf(e) };
}

/**
 * Show that one statement holds, not saying which.  A statement is {randomness, holds, value}: a ciphertext made with
 * this randomness, which holds so much, is said to hold `value`.
 *
 * For a false statement the challenge c is chosen before the hash: with u = z + r c, the commitments are
 * g^z alpha^c = g^u and y^z (beta g^-value)^c = y^u g^((holds - value) c), and c = e / (holds - value) makes the last
 * factor the g^e that was prepared.  Where the difference is nothing that factor is one, and c = e is as random.
 */
export function proveOne(prefix, statements, trueOne, prepared) {
  const challenges = [];
  const found = [];
  statements.forEach(({ holds, value }, i) => {
    const { gu, yu, e, ge } = prepared[i];
    const apart = BigInt(holds - value);
    const shifted = times(yu, ge);
    challenges.push(apart ? modulo(e * inverse(apart, Q), Q) : e);
    found.push(gu, i !== trueOne && apart ? shifted : yu);
  });
  const others = challenges.reduce((sum, c, i) => (i === trueOne ? sum : sum + c), 0n);
  challenges[trueOne] = modulo(challenge(prefix, found) - others, Q);
  return statements.map(({ randomness }, i) => ({
    challenge: challenges[i],
    response: modulo(prepared[i].u - randomness * challenges[i], Q),
  }));
}

/** (alpha, beta) with a value divided out of beta: what is left holds nothing if it held that. */
export const branch = ({ alpha, beta }, value) =>
  value ? { alpha, beta: times(beta, inverse(power(G, BigInt(value)))) } : { alpha, beta };

/** Whether these proofs show that one of the statements is true: A = g^z alpha^c, B = y^z beta^c. */
export function oneHolds(prefix, key, branches, proofs) {
  const found = branches.flatMap(({ alpha, beta }, i) => {
    const { challenge: c, response: z } = proofs[i];
    return [times(tablePower(baseTable(), z), power(alpha, c)), times(tablePower(key, z), power(beta, c))];
  });
  const sum = proofs.reduce((total, proof) => total + proof.challenge, 0n);
  return challenge(prefix, found) === modulo(sum, Q);
}
