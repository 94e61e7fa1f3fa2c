// The booth's second thread: all arithmetic happens here, so that the page never stands still.  It is asked by messages
// {id, ask, given} and answers {id, answer}, {id, refused} or {id, passed} for a check on the way.

import { opensTo, prepareBallot, sealBallot } from "./ballot.js";
import { fromUtf8 } from "./bytes.js";
import { certify, deal, receive } from "./ceremony.js";
import { publicCredential, registration } from "./credentials.js";
import { makeShare, makeTranscript } from "./decryption.js";
import { keyTable, readElection } from "./elections.js";
import { baseTable } from "./group.js";
import { Refused, require } from "./refusals.js";
import { credentialSecret, identityOf, makeSeed, toCode, toWords, trusteeSecret } from "./seeds.js";
import { makeKey, readTrustees } from "./trustees.js";
import { checkBeforeOpening, checkEveryProof, ownerOf } from "./verify.js";

let election = null;
let prepared = null;
let sealed = null;

function prepare() {
  prepared ??= prepareBallot(election);
}

/** A trustee's secret: worked out anew each time from what is kept and what is on the record. */
function secretOf({ seed, ceremony }) {
  if (!ceremony) return trusteeSecret(seed);
  const { index, certificates, dealt, threshold } = ceremony;
  return receive(identityOf(seed), index, certificates, dealt, threshold).secret;
}

const tasks = {
  /** Reads the election; its randomness is made afterwards, while the voter reads. */
  ready({ raw }) {
    election = readElection(new Uint8Array(raw));
    [prepared, sealed] = [null, null];
    setTimeout(() => {
      baseTable();
      keyTable(election);
      prepare();
    });
    const { fingerprint, uuid, name, description, questions, policy } = election;
    return { fingerprint, uuid, name, description, questions, policy };
  },
  /** That the key of the election is the one that its trustees made, each with a proof. */
  checkTrustees({ raw, seed, ceremony }) {
    const trustees = readTrustees(new Uint8Array(raw));
    require(trustees.publicKey === election.publicKey, "other_key");
    return seed === undefined ? null : ownerOf(trustees, secretOf({ seed, ceremony }));
  },
  seal({ seed, choices }) {
    prepare();
    const ballot = sealBallot(election, credentialSecret(seed), choices, prepared);
    prepared = null;
    sealed = { ...ballot, choices };
    setTimeout(prepare);
    return { raw: fromUtf8(ballot.raw), tracker: ballot.tracker };
  },
  /** Opens the ballot that was sealed last; its randomness is told, so it must never be cast. */
  openSealed() {
    const { raw, tracker, choices, randomness } = sealed;
    const holds = opensTo(raw, election, choices, randomness);
    sealed = null;
    return {
      holds,
      choices,
      file: {
        election: fromUtf8(election.raw),
        ballot: fromUtf8(raw),
        tracker,
        choices,
        randomness: randomness.map((row) => row.map(String)),
      },
    };
  },
  /** The randomness of a ballot that is cast is of no further use, and would open it. */
  forget() {
    sealed = null;
  },
  makeSeed: () => makeSeed(),
  paper: ({ seed }) => ({ words: toWords(seed), code: toCode(seed) }),
  credential: ({ seed }) => String(publicCredential(seed)),
  register: ({ seed, ...where }) => registration(seed, where),
  trusteeKey: ({ seed }) => makeKey(trusteeSecret(seed)),
  verificationKey: ({ seed }) => String(identityOf(seed).verificationKey),
  certify: ({ seed, ...place }) => certify(identityOf(seed), place),
  deal: ({ seed, certificates, threshold }) => deal(identityOf(seed), certificates, threshold),
  receive: ({ seed, index, certificates, dealt, threshold }) =>
    receive(identityOf(seed), index, certificates, dealt, threshold).key,
  /** Checks an archive and makes this trustee's share of its tally with both proofs. */
  open({ archive, fingerprint, whole, ...key }, passed) {
    const secret = secretOf(key);
    const found = checkBeforeOpening(new Uint8Array(archive), { fingerprint, secret, passed });
    require(found.owner === key.owner, "not_your_key", "", { owner: key.owner });
    if (whole) {
      const all = found.ballots.length;
      for (const done of checkEveryProof(found)) passed("proof", { done, all });
      passed("proofs", { n: all });
    }
    const share = makeShare(found.election, found.product, secret);
    const transcript = makeTranscript(found.election, found.product, share, key.owner, secret);
    passed("share", {});
    return { share: fromUtf8(share.raw), transcript: fromUtf8(transcript), tally: fromUtf8(found.archive.tally[0]) };
  },
};

self.onmessage = ({ data: { id, ask, given } }) => {
  try {
    const answer = tasks[ask](given ?? {}, (name, figures) => self.postMessage({ id, passed: name, figures }));
    self.postMessage({ id, answer });
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    self.postMessage({ id, refused: { code: error.code, place: error.place, blanks: error.blanks } });
  }
};
