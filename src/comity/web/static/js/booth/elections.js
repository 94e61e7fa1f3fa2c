// What is voted on, as the election's bytes say it: questions, binding policy, fingerprint.

import { array, count, fromJson, record, string } from "./canonical.js";
import { NAME, readMember, table } from "./group.js";
import { at, require } from "./refusals.js";
import { shortHash } from "./sha256.js";

const BASE58 = /^[1-9A-HJ-NP-Za-km-z]*$/;
const LIMIT = 4 << 20;
const MOST = 1000;
const KEYS = [
  "version", "description", "name", "group", "public_key", "questions", "uuid", "administrator",
  "credential_authority", "policy",
];
const OPTIONAL = ["administrator", "credential_authority", "policy"];

/** Known keys in the protocol's order; the bytes may have them in any, since their hash binds them. */
function ordered(value, keys, optional, place = "") {
  require(value !== null && typeof value === "object" && !Array.isArray(value), "wrong_shape", place);
  const known = Object.fromEntries(keys.filter((key) => Object.hasOwn(value, key)).map((key) => [key, value[key]]));
  require(Object.keys(known).length === Object.keys(value).length, "wrong_keys", place, { keys: keys.join(", ") });
  return record(known, keys, optional, place);
}

/** The election that these bytes draw up. */
export function readElection(raw) {
  const found = ordered(fromJson(raw, LIMIT), KEYS, OPTIONAL);
  require(count(found.version, "version") === 1, "wrong_version");
  require(found.group === NAME, "wrong_group", "", { wanted: NAME });
  const uuid = string(found.uuid, "uuid");
  require(uuid.length >= 14 && BASE58.test(uuid), "wrong_uuid", "uuid");
  const questions = array(found.questions, null, "questions");
  require(questions.length > 0 && questions.length <= MOST, "wrong_question", "questions");
  const publicKey = readMember(found.public_key, "public_key");
  return {
    raw,
    fingerprint: shortHash(raw),
    uuid,
    name: string(found.name, "name"),
    description: string(found.description, "description"),
    publicKey,
    questions: questions.map((item, i) => at(`questions/${i + 1}`, () => readQuestion(item))),
    policy: Object.hasOwn(found, "policy")
      ? at("policy", () => readPolicy(found.policy))
      : { oneVoteOnly: false, fewest: 0, closes: "", booth: "" },
  };
}

function readQuestion(value) {
  require(value !== null && typeof value === "object" && !Object.hasOwn(value, "type"), "not_homomorphic");
  const found = ordered(value, ["answers", "blank", "min", "max", "question"], ["blank"]);
  const answers = array(found.answers, null, "answers").map((answer) => string(answer, "answers"));
  const [minimum, maximum] = [count(found.min, "min"), count(found.max, "max")];
  const blank = found.blank ?? false;
  require(typeof blank === "boolean", "wrong_shape", "blank");
  const sensible = answers.length > 0 && answers.length <= MOST && minimum <= maximum && maximum <= answers.length;
  require(sensible, "wrong_question");
  return {
    question: string(found.question, "question"),
    answers,
    minimum,
    maximum,
    blank,
    ciphertexts: answers.length + (blank ? 1 : 0),
  };
}

function readPolicy(value) {
  const found = record(value, ["revote", "fewest", "closes", "booth"]);
  require(["none", "last"].includes(found.revote), "wrong_shape", "revote");
  return {
    oneVoteOnly: found.revote === "none",
    fewest: count(found.fewest, "fewest"),
    closes: string(found.closes, "closes"),
    booth: string(found.booth, "booth"),
  };
}

/** Whether a voter may answer so; a leading mark stands for blank where it is offered. */
export function allows(question, marks) {
  if (marks.length !== question.ciphertexts || marks.some((mark) => mark !== 0 && mark !== 1)) return false;
  const sum = (from) => marks.slice(from).reduce((total, mark) => total + mark, 0);
  if (question.blank && marks[0]) return sum(1) === 0;
  const chosen = sum(question.blank ? 1 : 0);
  return chosen >= question.minimum && chosen <= question.maximum;
}

/** The powers of the election's key; made once. */
export const keyTable = (election) => (election.keyTable ??= table(election.publicKey));

/** Items in rows, one for each question. */
export function rows(items, election) {
  let start = 0;
  return election.questions.map(({ ciphertexts }) => items.slice(start, (start += ciphertexts)));
}
