// The group BELENIOS-2048: a subgroup of prime order q of the integers modulo p.  Numbers are BigInt, whose time
// depends on their values: docs/booth.md says what that means and what does not depend on it.

import { array, isDecimal, record } from "./canonical.js";
import { toNumber } from "./bytes.js";
import { Refused } from "./refusals.js";
import { numberHash } from "./sha256.js";

export const NAME = "BELENIOS-2048";
export const P = BigInt(
  "2069478569142254640101364365750500806492298929575110409710088478705737421924271740192223725449768433" +
    "8129066633138078958404960054389636289796393038773905722803605973749427671376777618898589872735865049" +
    "0811670993105358677809800307904916540637771737641986785272734744763418356000356983051931442845617019" +
    "1100078673730733356412397173289791324047457883446826065232797464795113767265869358218004631792207366" +
    "8860052627186363386088796882120769432366149491002923444346373222145884100586421050242120365433561201" +
    "3204811188524087310770141516662001623131771693721892480785077118278423174980732765988288251691831031" +
    "25680162072880719",
);
export const Q = BigInt("78571733251071885079927659812671450121821421258408794611510081919805623223441");
export const G = BigInt(
  "2402352677501852209227687703532399932712287657378364916510075318787663274146353219320285676155269678" +
    "7996946682987493890950838965734256019006010684771644917354741372831046104586813145117816467554005274" +
    "0288984613986453266121505579709716201616827031288643245666383486363578210615491841998253431518974065" +
    "8186868651151358576410138882215396016043228843603930989333662772848406593138406010231675095763777982" +
    "6651036068224066350766977640253462537730851331734951942489677540525736590494924776314759915751987751" +
    "7771148149092045660020547812705472823814097251863985833411570056835369555342378147558249189605029668" +
    "0037745308460627",
);
const ELEMENT_DIGITS = 617;
const SCALAR_DIGITS = 77;

export const modulo = (value, modulus) => {
  const found = value % modulus;
  return found < 0n ? found + modulus : found;
};
export const times = (a, b) => (a * b) % P;
export const product = (factors) => factors.reduce(times, 1n);

/** Uniform below q, from the browser's own source of randomness. */
export function randomScalar() {
  for (;;) {
    const value = toNumber(crypto.getRandomValues(new Uint8Array(32)));
    if (value < Q) return value;
  }
}

const WINDOW = 6;
const ROWS = Math.ceil(256 / WINDOW);

/** Entry d of row i is base^((d + 1) * 2^(6 i)): what makes many powers of one base fast. */
export function table(base) {
  const rows = [];
  let step = base;
  for (let i = 0; i < ROWS; i++) {
    const row = [step];
    for (let d = 1; d < 1 << WINDOW; d++) row.push(times(row[d - 1], step));
    rows.push(row);
    step = row.at(-1);
  }
  return rows;
}

const ones = (count, window) => Array.from({ length: count }, (_, i) => 1n << BigInt(window * i)).reduce((a, b) => a + b);

/**
 * So many digits of an exponent modulo q, the least first, each to be used one higher than it is: then none is zero,
 * and every power takes the same multiplications of numbers of full size.
 */
function digits(exponent, count, window, offset) {
  const bits = modulo(exponent - offset, Q).toString(2).padStart(count * window, "0");
  return Array.from({ length: count }, (_, i) =>
    parseInt(bits.slice(-window * (i + 1), bits.length - window * i), 2),
  );
}

const TABLE_OFFSET = ones(ROWS, WINDOW);

/** A power of a table's base, which is in the group. */
export const tablePower = (rows, exponent) =>
  digits(exponent, ROWS, WINDOW, TABLE_OFFSET).reduce((found, digit, i) => times(found, rows[i][digit]), 1n);

let powersOfG = null;

/** The powers of g, made when they are first asked for. */
export const baseTable = () => (powersOfG ??= table(G));

/** g to an exponent. */
export const publicOf = (secret) => tablePower(baseTable(), secret);

/** Any power of public numbers, by windows of four bits. */
export function power(base, exponent) {
  const small = [1n];
  for (let d = 1; d < 16; d++) small.push(times(small[d - 1], base));
  let found = 1n;
  for (const digit of exponent.toString(16)) found = times(fourSquarings(found), small[parseInt(digit, 16)]);
  return found;
}

const fourSquarings = (value) => {
  let found = value;
  for (let i = 0; i < 4; i++) found = times(found, found);
  return found;
};

const SECRET_DIGITS = 64;
const SECRET_OFFSET = ones(SECRET_DIGITS, 4);

/** A secret power of an element of the group: always the same squarings and multiplications. */
export function secretPower(base, exponent) {
  const small = [base];
  for (let d = 1; d < 16; d++) small.push(times(small[d - 1], base));
  return digits(exponent, SECRET_DIGITS, 4, SECRET_OFFSET).reduceRight(
    (found, digit) => times(fourSquarings(found), small[digit]),
    1n,
  );
}

/** The inverse modulo a prime. */
export function inverse(value, modulus = P) {
  let [a, b, x, y] = [modulo(value, modulus), modulus, 1n, 0n];
  while (b) {
    const times = a / b;
    [a, b] = [b, a - times * b];
    [x, y] = [y, x - times * y];
  }
  return modulo(x, modulus);
}

export const isMember = (value) => value > 0n && value < P && power(value, Q) === 1n;

/** Hash to a scalar; the prefix ends with its own bar. */
export const challenge = (prefix, elements) => numberHash(prefix + elements.join(",")) % Q;

/** A number modulo p in its one decimal form; membership is tested where it is used. */
export function readElement(value, place = "") {
  if (typeof value !== "string" || !isDecimal(value, ELEMENT_DIGITS)) throw new Refused("not_a_number", place);
  const number = BigInt(value);
  if (number <= 0n || number >= P) throw new Refused("not_an_element", place);
  return number;
}

export function readMember(value, place = "") {
  const number = readElement(value, place);
  if (!isMember(number)) throw new Refused("not_an_element", place);
  return number;
}

/** An exponent in its one decimal form, below q. */
export function readScalar(value, place = "") {
  if (typeof value !== "string" || !isDecimal(value, SCALAR_DIGITS)) throw new Refused("not_a_number", place);
  const number = BigInt(value);
  if (number >= Q) throw new Refused("out_of_range", place);
  return number;
}

export const plainProof = ({ challenge: c, response: z }) => ({ challenge: String(c), response: String(z) });

export function readProof(value, place = "") {
  const found = record(value, ["challenge", "response"], [], place);
  return {
    challenge: readScalar(found.challenge, `${place}/challenge`),
    response: readScalar(found.response, `${place}/response`),
  };
}

export const readProofs = (value, length, place = "") =>
  array(value, length, place).map((item, i) => readProof(item, `${place}/${i + 1}`));

export const plainCiphertext = ({ alpha, beta }) => ({ alpha: String(alpha), beta: String(beta) });

export function readCiphertext(value, place = "") {
  const found = record(value, ["alpha", "beta"], [], place);
  return { alpha: readElement(found.alpha, `${place}/alpha`), beta: readElement(found.beta, `${place}/beta`) };
}
