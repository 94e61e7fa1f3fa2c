// What a trustee's browser checks before it decrypts; each check is told as it is passed, so that it can be shown.

import { same } from "./bytes.js";
import { array, fromCanonicalJson, isDecimal, record, string } from "./canonical.js";
import { checkBallot, readBallot } from "./ballot.js";
import { readElection } from "./elections.js";
import { isMember, publicOf, readElement } from "./group.js";
import { at, require } from "./refusals.js";
import { counting, multiply, readSized, writeSized, writeTally } from "./tally.js";
import { readTrustees } from "./trustees.js";
import { readArchive } from "./archive.js";

/** Weights by public credential. */
function readCredentials(raw) {
  const found = new Map();
  array(fromCanonicalJson(raw, 256 << 20)).forEach((item, i) =>
    at(String(i + 1), () => {
      const [element, weight, ...more] = string(item).split(",");
      const credential = readElement(element);
      require(!found.has(credential), "credential_twice");
      const right = weight === undefined || (isDecimal(weight, 15) && Number(weight) > 0 && more.length === 0);
      require(right, "not_a_number");
      found.set(credential, weight === undefined ? 1 : Number(weight));
    }),
  );
  return found;
}

/** That no ballot stands twice, all are by listed credentials, and one each where that is the rule. */
function checkList(archive, election, weights, ballots) {
  const [trackers, voted] = [new Set(), new Set()];
  archive.ballots.forEach(({ digest }, i) =>
    at(`ballot ${i + 1}`, () => {
      const { credential } = ballots[i];
      require(!trackers.has(digest), "ballot_twice");
      require(weights.has(credential), "unknown_credential", "credential");
      require(!(election.policy.oneVoteOnly && voted.has(credential)), "votes_twice", "credential");
      trackers.add(digest);
      voted.add(credential);
    }),
  );
}

/** The product of the ballots that count, and that the archive's own is byte for byte the same. */
function checkTally(archive, election, weights, ballots) {
  const counted = counting(ballots.map(({ credential }) => credential)).map((i) => ({
    choices: ballots[i].answers.flatMap(({ choices }) => choices),
    weight: weights.get(ballots[i].credential),
  }));
  const product = multiply(election, counted);
  require(archive.tally !== null, "no_tally");
  const [tally, sized] = archive.tally;
  const mine = writeTally(product, election);
  require(same(mine, tally), "false_tally", "tally");
  const total = counted.reduce((sum, { weight }) => sum + weight, 0);
  const said = readSized(sized);
  require(said.ballots === counted.length, "false_count", "tally/num_tallied", { found: said.ballots, wanted: counted.length });
  require(same(writeSized(counted.length, total, mine), sized), "false_count", "tally/sized", { found: said.weight, wanted: total });
  return { product, counted: counted.length, weight: total };
}

/** The number under which this secret's public half stands among the trustees, counting from one. */
export function ownerOf(trustees, secret) {
  const place = trustees.keys.indexOf(publicOf(secret));
  require(place >= 0, "not_your_key");
  return place + 1;
}

/**
 * Check an archive as a trustee must before opening.  `passed(name, figures)` is told of each check as it holds.
 * What this leaves to the full check are the proofs inside the ballots, which the house checked when they came in and
 * which anyone checks with `comity ballots verify`: a ballot with false proofs would falsify the result, not open one.
 */
export function checkBeforeOpening(data, { fingerprint, secret, passed = () => {} }) {
  const archive = readArchive(data);
  passed("chain", { last: archive.last });
  const election = at("election", () => readElection(archive.election));
  require(fingerprint === undefined || election.fingerprint === fingerprint, "other_election", "election");
  passed("fingerprint", { fingerprint: election.fingerprint });
  const trustees = at("trustees", () => readTrustees(archive.trustees));
  require(trustees.publicKey === election.publicKey, "other_key", "election/public_key");
  const owner = secret === undefined ? null : ownerOf(trustees, secret);
  passed("key", { owner });
  const weights = at("credentials", () => readCredentials(archive.credentials));
  const ballots = archive.ballots.map(({ raw }, i) => at(`ballot ${i + 1}`, () => readBallot(raw, election)));
  checkList(archive, election, weights, ballots);
  passed("ballots", { ballots: ballots.length });
  const { product, counted, weight } = checkTally(archive, election, weights, ballots);
  passed("tally", { counted });
  const { fewest } = election.policy;
  require(counted >= fewest, "too_few_ballots", "", { found: counted, wanted: fewest });
  passed("fewest", { counted, fewest });
  return { archive, election, trustees, owner, weights, ballots, product, counted, weight };
}

/** The slow rest: every credential in the group, every signature and proof of every ballot. */
export function* checkEveryProof({ election, weights, ballots }) {
  let position = 0;
  for (const credential of weights.keys()) {
    position += 1;
    require(isMember(credential), "not_an_element", `credentials/${position}`);
  }
  for (const [i, ballot] of ballots.entries()) {
    at(`ballot ${i + 1}`, () => checkBallot(ballot, election));
    yield i + 1;
  }
}

/** The result as it stands in the archive, in rows. */
export const readResult = (raw) => record(fromCanonicalJson(raw, 4 << 20), ["result"]).result;
