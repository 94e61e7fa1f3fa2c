// Opening the tally, and never a ballot: a trustee's share, and the second proof over all that it is about.

import { array, fromCanonicalJson, record, toJson } from "./canonical.js";
import { rows } from "./elections.js";
import {
  challenge, isMember, modulo, plainProof, power, publicOf, Q, randomScalar, readElement, readProof, secretPower, times,
} from "./group.js";
import { require } from "./refusals.js";
import { hexHash } from "./sha256.js";

/** Open one's part; only ever of a tally that one has checked. */
export function makeShare(election, tally, secret) {
  const prefix = `decrypt|${election.fingerprint}|${publicOf(secret)}|`;
  // Of a number outside the group, a power would tell something of the secret.
  tally.forEach(({ alpha }, i) => require(isMember(alpha), "not_an_element", `ciphertext ${i + 1}`));
  const factors = tally.map(({ alpha }) => secretPower(alpha, secret));
  const proofs = tally.map(({ alpha }) => sameExponent(prefix, alpha, secret));
  const raw = toJson({
    decryption_factors: rows(factors.map(String), election),
    decryption_proofs: rows(proofs.map(plainProof), election),
  });
  return { raw, factors };
}

function sameExponent(prefix, alpha, secret) {
  const w = randomScalar();
  const c = challenge(prefix, [publicOf(w), secretPower(alpha, w)]);
  return { challenge: c, response: modulo(w - secret * c, Q) };
}

function holds(prefix, key, alpha, factor, { challenge: c, response: z }) {
  const first = times(publicOf(z), power(key, c));
  return challenge(prefix, [first, times(power(alpha, z), power(factor, c))]) === c;
}

/** Whose share it is. */
export const ownShare = (owner, share) => toJson({ owner, payload: hexHash(share) });

export function readShare(raw, election) {
  const found = record(fromCanonicalJson(raw, 64 << 20), ["decryption_factors", "decryption_proofs"]);
  const cells = (value, read, place) =>
    array(value, election.questions.length, place).flatMap((row, i) =>
      array(row, election.questions[i].ciphertexts, `${place}/${i + 1}`).map((item, j) =>
        read(item, `${place}/${i + 1}/${j + 1}`),
      ),
    );
  return {
    raw,
    factors: cells(found.decryption_factors, readElement, "decryption_factors"),
    proofs: cells(found.decryption_proofs, readProof, "decryption_proofs"),
  };
}

/** Refuse a share unless each factor is in the group and its proof holds for this tally and key. */
export function checkShare(share, election, tally, key) {
  const prefix = `decrypt|${election.fingerprint}|${key}|`;
  tally.forEach(({ alpha }, i) => {
    const factor = share.factors[i];
    require(isMember(factor), "not_an_element", `factor ${i + 1}`);
    require(holds(prefix, key, alpha, factor, share.proofs[i]), "false_share_proof", `factor ${i + 1}`);
  });
}

const transcript = (election, owner, key, { alpha, beta }, factor) =>
  `share|${election.fingerprint}|${owner}|${key}|${alpha},${beta},${factor}|`;

/** The second proof: the archive's own hashes neither the ciphertext nor the factor. */
export function makeTranscript(election, tally, share, owner, secret) {
  const key = publicOf(secret);
  const proofs = tally.map((c, i) =>
    plainProof(sameExponent(transcript(election, owner, key, c, share.factors[i]), c.alpha, secret)),
  );
  return toJson({ owner, share: hexHash(share.raw), proofs });
}

/** Refuse a share whose second proof is another's, about something else, or false. */
export function checkTranscript(raw, election, tally, share, owner, key) {
  const found = record(fromCanonicalJson(raw, 64 << 20), ["owner", "share", "proofs"]);
  require(found.owner === owner && found.share === hexHash(share.raw), "other_share");
  const proofs = array(found.proofs, tally.length, "proofs");
  tally.forEach((c, i) => {
    const proof = readProof(proofs[i], `proofs/${i + 1}`);
    const prefix = transcript(election, owner, key, c, share.factors[i]);
    require(holds(prefix, key, c.alpha, share.factors[i], proof), "false_share_proof", `proofs/${i + 1}`);
  });
}
