// The one secret that a person keeps: 22 letters, about 128 bits, and how it is written on paper.
//
// On paper it is twelve words, or twelve numbers from 0000 to 4095, one for each word.  A word is two syllables of a
// consonant and a vowel: whoever can read the Latin letters can read, say and copy it, whatever their language.  The
// last sixteen bits check the rest, so that one in 65,536 mistakes passes; what passes is compared with the public key.

import { hex, toNumber } from "./bytes.js";
import { Q, publicOf } from "./group.js";
import { require } from "./refusals.js";
import { numberHash, sha256 } from "./sha256.js";

const BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const CONSONANTS = "bdfghjklmnprstvz";
const VOWELS = "aiou";
const LETTERS = 22;
const SECRET_BITS = 128n;
const CHECK_BITS = 16n;
export const WORDS = 12;

/** A new secret of 128 random bits in 22 letters. */
export const makeSeed = () => toLetters(toNumber(crypto.getRandomValues(new Uint8Array(16))));

function toLetters(value) {
  let found = "";
  for (let i = 0; i < LETTERS; i++, value /= 58n) found = BASE58[Number(value % 58n)] + found;
  return found;
}

function fromLetters(seed) {
  require(/^[1-9A-HJ-NP-Za-km-z]{22}$/.test(seed), "mistyped_backup");
  const value = [...seed].reduce((sum, letter) => sum * 58n + BigInt(BASE58.indexOf(letter)), 0n);
  require(value < 1n << SECRET_BITS, "mistyped_backup");
  return value;
}

const syllable = (six) => CONSONANTS[six >> 2] + VOWELS[six & 3];
const wordOf = (number) => syllable(number >> 6) + syllable(number & 63);

function numberOf(word) {
  const spelled = /^([bdfghjklmnprstvz])([aiou])([bdfghjklmnprstvz])([aiou])$/.exec(word);
  if (spelled === null) return null;
  const six = (consonant, vowel) => CONSONANTS.indexOf(consonant) * 4 + VOWELS.indexOf(vowel);
  return six(spelled[1], spelled[2]) * 64 + six(spelled[3], spelled[4]);
}

const check = (value) => toNumber(sha256(`backup|${value}`).subarray(0, 2));

/** The twelve numbers of a secret. */
export function toNumbers(seed) {
  const value = fromLetters(seed);
  const whole = (value << CHECK_BITS) | check(value);
  return Array.from({ length: WORDS }, (_, i) => Number((whole >> BigInt(12 * (WORDS - 1 - i))) & 4095n));
}

export const toWords = (seed) => toNumbers(seed).map(wordOf);
export const toCode = (seed) => toNumbers(seed).map((number) => String(number).padStart(4, "0"));

/** Digits of other scripts, as keyboards in Arabic write them. */
const plainDigits = (text) =>
  text.replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.codePointAt(0) & 15));

/** The secret that was written down, from words or numbers in any mixture; refused where it is mistyped. */
export function fromPaper(text) {
  const parts = plainDigits(text).toLowerCase().match(/[a-z]+|[0-9]+/g) ?? [];
  require(parts.length === WORDS, "mistyped_backup", "", { found: parts.length, wanted: WORDS });
  const numbers = parts.map((part) => (/^[0-9]{4}$/.test(part) ? Number(part) : numberOf(part)));
  const wrong = numbers.findIndex((number) => number === null || number > 4095);
  require(wrong < 0, "mistyped_backup", String(wrong + 1));
  const whole = numbers.reduce((sum, number) => (sum << 12n) | BigInt(number), 0n);
  const value = whole >> CHECK_BITS;
  require((whole & ((1n << CHECK_BITS) - 1n)) === check(value), "mistyped_backup");
  return toLetters(value);
}

const derived = (purpose, seed) => numberHash(`${purpose}|${seed}`) % Q;

/** What a voter's secret, or a single trustee's, is in the arithmetic. */
export const credentialSecret = (seed) => derived("credential", seed);
export const trusteeSecret = (seed) => derived("trustee", seed);

/** A trustee among trustees: one key to sign with, one to receive sealed letters with. */
export function identityOf(seed) {
  const [signing, opening] = [derived("sk", seed), derived("dk", seed)];
  return { signing, opening, verificationKey: publicOf(signing), encryptionKey: publicOf(opening) };
}

/** Eight letters by which people tell two keys apart. */
export const shortName = (key) => hex(sha256(String(key)).subarray(0, 4)).toUpperCase();
