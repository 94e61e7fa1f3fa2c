// One ballot: its randomness prepared while the voter reads, sealed in a moment, opened for a check, read and checked.

import { array, fromCanonicalJson, record, string, toJson, toText } from "./canonical.js";
import { allows, keyTable } from "./elections.js";
import {
  isMember, modulo, plainCiphertext, plainProof, product, publicOf, Q, randomScalar, readCiphertext, readElement,
  readProof, readProofs, tablePower, times, G,
} from "./group.js";
import { branch, exponentIsKnown, oneHolds, prepareBranch, prepareExponent, proveExponent, proveOne } from "./proofs.js";
import { require } from "./refusals.js";
import { shortHash } from "./sha256.js";

const LIMIT = 8 << 20;
const BITS = [0, 1];

/** How many branches the overall proof and the blank proof have. */
function expectedProofs(question) {
  const span = question.maximum - question.minimum + 1;
  return question.blank ? [span + 1, 2] : [span, 0];
}

const several = (number, make) => Array.from({ length: number }, make);

/** All randomness for one answer to a question, with its powers; for one ballot and never for a second. */
export function prepareAnswer(question, key) {
  const [overall, blank] = expectedProofs(question);
  const branches = (number) => several(number, () => prepareBranch(key));
  return {
    choices: several(question.ciphertexts, () => {
      const r = randomScalar();
      return { r, gr: publicOf(r), yr: tablePower(key, r), branches: branches(2) };
    }),
    overall: branches(overall),
    blank: branches(blank),
  };
}

export const prepareBallot = (election) => ({
  answers: election.questions.map((question) => prepareAnswer(question, keyTable(election))),
  signature: prepareExponent(),
});

/**
 * The ballot of whoever holds this secret: one row of marks for each question.  `prepared` is emptied, since a second
 * ballot with the same randomness would give away how the two differ.
 */
export function sealBallot(election, secret, choices, prepared = prepareBallot(election)) {
  const sensible = choices.length === election.questions.length;
  const allowed = sensible && election.questions.every((question, i) => allows(question, choices[i]));
  require(allowed, "not_allowed_by_question");
  const answers = prepared.answers.splice(0);
  require(answers.length === choices.length, "used_randomness");
  const credential = publicOf(secret);
  const context = `${election.fingerprint}|${credential}`;
  const ballot = {
    election_uuid: election.uuid,
    election_hash: election.fingerprint,
    credential: String(credential),
    answers: election.questions.map((question, i) => makeAnswer(question, choices[i], answers[i], context)),
  };
  const hash = shortHash(toJson(ballot));
  const proof = plainProof(proveExponent(`sig|${hash}|`, secret, prepared.signature));
  const raw = toJson({ ...ballot, signature: { hash, proof } });
  const randomness = answers.map(({ choices: made }) => made.map(({ r }) => r));
  return { raw, tracker: shortHash(raw), randomness };
}

function makeAnswer(question, marks, prepared, context) {
  const encrypted = prepared.choices.map(({ gr, yr }, j) => {
    const marked = times(yr, G); // made whether or not it is needed
    return { alpha: gr, beta: marks[j] ? marked : yr };
  });
  const names = encrypted.map(({ alpha, beta }) => `${alpha},${beta}`);
  const individual = prepared.choices.map(({ r, branches }, j) => {
    const statements = BITS.map((value) => ({ randomness: r, holds: marks[j], value }));
    return proveOne(`prove|${context}|${names[j]}|`, statements, marks[j], branches);
  });
  return {
    choices: encrypted.map(plainCiphertext),
    individual_proofs: individual.map((proofs) => proofs.map(plainProof)),
    ...proveTotals(question, marks, prepared, encrypted, `${context}|${names.join(",")}`),
  };
}

/** That as many answers are marked as the question allows, or that the vote is blank. */
function proveTotals(question, marks, prepared, encrypted, context) {
  const start = question.blank ? 1 : 0;
  const total = marks.slice(start).reduce((sum, mark) => sum + mark, 0);
  const randomness = modulo(prepared.choices.slice(start).reduce((sum, { r }) => sum + r, 0n), Q);
  const span = several(question.maximum - question.minimum + 1, (_, i) => question.minimum + i);
  const counts = span.map((value) => ({ randomness, holds: total, value }));
  if (!question.blank) {
    const { alpha, beta } = summed(encrypted);
    const prefix = `prove|${context}|${alpha},${beta}|`;
    const proofs = proveOne(prefix, counts, total - question.minimum, prepared.overall);
    return { overall_proof: proofs.map(plainProof) };
  }
  const mark = { randomness: prepared.choices[0].r, holds: marks[0] };
  const zeros = [{ ...mark, value: 0 }, { randomness, holds: total, value: 0 }];
  const blank = proveOne(`bproof0|${context}|`, zeros, marks[0], prepared.blank);
  const trueOne = marks[0] ? 0 : 1 + total - question.minimum;
  const overall = proveOne(`bproof1|${context}|`, [{ ...mark, value: 1 }, ...counts], trueOne, prepared.overall);
  return { overall_proof: overall.map(plainProof), blank_proof: blank.map(plainProof) };
}

const summed = (choices) => ({
  alpha: product(choices.map(({ alpha }) => alpha)),
  beta: product(choices.map(({ beta }) => beta)),
});

/** Whether this randomness opens a ballot to these marks: what anyone can check of a ballot that is given up. */
export function opensTo(raw, election, choices, randomness) {
  const ballot = readBallot(raw, election);
  const key = keyTable(election);
  return ballot.answers.every(({ choices: ciphertexts }, i) =>
    ciphertexts.every(({ alpha, beta }, j) => {
      const r = randomness[i][j];
      const expected = tablePower(key, r);
      return alpha === publicOf(r) && beta === (choices[i][j] ? times(expected, G) : expected);
    }),
  );
}

/** A ballot of this election in its one form, every number in range; nothing is proved yet. */
export function readBallot(raw, election) {
  const keys = ["election_uuid", "election_hash", "credential", "answers", "signature"];
  const found = record(fromCanonicalJson(raw, LIMIT), keys);
  require(string(found.election_uuid, "election_uuid") === election.uuid, "other_election", "election_uuid");
  const fingerprint = string(found.election_hash, "election_hash");
  require(fingerprint === election.fingerprint, "other_election", "election_hash");
  const credential = readElement(found.credential, "credential");
  const answers = array(found.answers, election.questions.length, "answers").map((answer, i) =>
    readAnswer(answer, election.questions[i], `answers/${i + 1}`),
  );
  const signature = record(found.signature, ["hash", "proof"], [], "signature");
  const { signature: _, ...unsigned } = found;
  const signed = shortHash(toText(unsigned));
  require(signature.hash === signed, "signed_something_else", "signature/hash");
  return { raw, credential, answers, signed, proof: readProof(signature.proof, "signature/proof"), tracker: shortHash(raw) };
}

function readAnswer(value, question, place) {
  const [overall, blank] = expectedProofs(question);
  const keys = ["choices", "individual_proofs", "overall_proof", ...(question.blank ? ["blank_proof"] : [])];
  const found = record(value, keys, [], place);
  const choices = array(found.choices, question.ciphertexts, `${place}/choices`);
  const proofs = array(found.individual_proofs, question.ciphertexts, `${place}/individual_proofs`);
  return {
    choices: choices.map((choice, i) => readCiphertext(choice, `${place}/choices/${i + 1}`)),
    individual: proofs.map((proof, i) => readProofs(proof, 2, `${place}/individual_proofs/${i + 1}`)),
    overall: readProofs(found.overall_proof, overall, `${place}/overall_proof`),
    blank: question.blank ? readProofs(found.blank_proof, blank, `${place}/blank_proof`) : null,
  };
}

/** Refuse the ballot unless every element is in the group, and its signature and every proof hold. */
export function checkBallot(ballot, election) {
  require(isMember(ballot.credential), "not_an_element", "credential");
  ballot.answers.forEach(({ choices }, i) =>
    choices.forEach((choice, j) =>
      ["alpha", "beta"].forEach((part) =>
        require(isMember(choice[part]), "not_an_element", `answers/${i + 1}/choices/${j + 1}/${part}`),
      ),
    ),
  );
  const signatureHolds = exponentIsKnown(`sig|${ballot.signed}|`, ballot.credential, ballot.proof);
  require(signatureHolds, "false_signature", "signature");
  const context = `${election.fingerprint}|${ballot.credential}`;
  ballot.answers.forEach((answer, i) =>
    checkAnswer(answer, election.questions[i], keyTable(election), context, `answers/${i + 1}`),
  );
}

function checkAnswer(answer, question, key, context, place) {
  const names = answer.choices.map(({ alpha, beta }) => `${alpha},${beta}`);
  answer.choices.forEach((choice, i) => {
    const branches = BITS.map((bit) => branch(choice, bit));
    const holds = oneHolds(`prove|${context}|${names[i]}|`, key, branches, answer.individual[i]);
    require(holds, "false_choice_proof", `${place}/individual_proofs/${i + 1}`);
  });
  const whole = `${context}|${names.join(",")}`;
  const sum = summed(answer.choices.slice(question.blank ? 1 : 0));
  const span = several(question.maximum - question.minimum + 1, (_, i) => branch(sum, question.minimum + i));
  if (!question.blank) {
    const holds = oneHolds(`prove|${whole}|${sum.alpha},${sum.beta}|`, key, span, answer.overall);
    return require(holds, "false_total_proof", `${place}/overall_proof`);
  }
  const [mark] = answer.choices;
  const zeros = [branch(mark, 0), branch(sum, 0)];
  require(oneHolds(`bproof0|${whole}|`, key, zeros, answer.blank), "false_blank_proof", `${place}/blank_proof`);
  const holds = oneHolds(`bproof1|${whole}|`, key, [branch(mark, 1), ...span], answer.overall);
  return require(holds, "false_total_proof", `${place}/overall_proof`);
}
