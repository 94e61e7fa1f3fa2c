// The encrypted tally: ballots multiplied together without opening any.

import { array, count, counted, fromCanonicalJson, record, string, toJson } from "./canonical.js";
import { rows } from "./elections.js";
import { plainCiphertext, power, readCiphertext, times } from "./group.js";
import { hexHash } from "./sha256.js";

/** Which ballots count, by position: the last one of each credential. */
export function counting(credentials) {
  const last = new Map(credentials.map((credential, position) => [credential, position]));
  return [...last.values()].sort((a, b) => a - b);
}

/** The product of rows of ciphertexts, each with its weight. */
export function multiply(election, ballots) {
  const size = election.questions.reduce((sum, { ciphertexts }) => sum + ciphertexts, 0);
  const found = Array.from({ length: size }, () => ({ alpha: 1n, beta: 1n }));
  for (const { choices, weight } of ballots) {
    const weighed = (value) => (weight === 1 ? value : power(value, BigInt(weight)));
    choices.forEach(({ alpha, beta }, i) => {
      found[i] = { alpha: times(found[i].alpha, weighed(alpha)), beta: times(found[i].beta, weighed(beta)) };
    });
  }
  return found;
}

export const writeTally = (product, election) => toJson(rows(product.map(plainCiphertext), election));

export function readTally(raw, election) {
  const found = array(fromCanonicalJson(raw, 64 << 20), election.questions.length);
  return found.flatMap((row, i) =>
    array(row, election.questions[i].ciphertexts, String(i + 1)).map((item, j) =>
      readCiphertext(item, `${i + 1}/${j + 1}`),
    ),
  );
}

/** The tally's hash with how many ballots are in it. */
export const writeSized = (ballots, weight, tally) =>
  toJson({ num_tallied: ballots, total_weight: counted(weight), encrypted_tally: hexHash(tally) });

export function readSized(raw) {
  const found = record(fromCanonicalJson(raw, 1 << 10), ["num_tallied", "total_weight", "encrypted_tally"]);
  return {
    ballots: count(found.num_tallied, "num_tallied"),
    weight: count(found.total_weight, "total_weight"),
    tally: string(found.encrypted_tally, "encrypted_tally"),
  };
}
