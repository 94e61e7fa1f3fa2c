// Bytes with one form only: compact JSON, and strict reading of what others wrote.

import { fromUtf8, same, utf8 } from "./bytes.js";
import { require } from "./refusals.js";

const SMALL_NUMBER = 2 ** 30 - 1;
const LONE = /\p{Surrogate}/u;

/** Compact, in the order given, as text; the bytes are its UTF-8. */
export const toText = (value) => JSON.stringify(value);
export const toJson = (value) => utf8(toText(value));

/** Parse what may have any layout; the caller keeps the bytes, since only they count. */
export function fromJson(data, limit) {
  require(data.length <= limit, "too_long", "", { length: data.length, limit });
  let value;
  try {
    value = JSON.parse(fromUtf8(data));
  } catch {
    require(false, "not_json");
  }
  return value;
}

/** Parse, and require that the bytes are the compact form of what they mean. */
export function fromCanonicalJson(data, limit) {
  const bytes = typeof data === "string" ? utf8(data) : data;
  const value = fromJson(bytes, limit);
  require(same(toJson(value), bytes) && wellFormed(value), "not_canonical");
  return value;
}

/** Half a character, which JSON can escape, has no form in UTF-8. */
function wellFormed(value) {
  if (typeof value === "string") return !LONE.test(value);
  if (value === null || typeof value !== "object") return true;
  return Object.entries(value).every(([key, item]) => !LONE.test(key) && wellFormed(item));
}

/** An object with exactly these keys in this order; those in `optional` may be missing. */
export function record(value, keys, optional = [], place = "") {
  const isObject = value !== null && typeof value === "object" && !Array.isArray(value);
  require(isObject, "wrong_shape", place);
  const wanted = keys.filter((key) => !optional.includes(key) || Object.hasOwn(value, key));
  const found = Object.keys(value);
  const right = found.length === wanted.length && found.every((key, i) => key === wanted[i]);
  require(right, "wrong_keys", place, { keys: keys.join(", ") });
  return value;
}

/** A JSON array, of that many items where a number is given. */
export function array(value, length = null, place = "") {
  require(Array.isArray(value), "wrong_shape", place);
  const right = length === null || value.length === length;
  require(right, "wrong_length", place, { found: value.length, wanted: length });
  return value;
}

export function string(value, place = "") {
  require(typeof value === "string", "wrong_shape", place);
  return value;
}

/** A number from zero, as the protocol writes counts: large ones are strings. */
export function count(value, place = "") {
  if (typeof value === "string") {
    require(isDecimal(value, 15) && Number(value) > SMALL_NUMBER, "not_a_number", place);
    return Number(value);
  }
  require(Number.isInteger(value) && value >= 0 && value <= SMALL_NUMBER, "not_a_number", place);
  return value;
}

export const counted = (value) => (value <= SMALL_NUMBER ? value : String(value));

/** Whether it is a canonical decimal number of at most so many digits. */
export const isDecimal = (value, digits) => value.length <= digits && /^(0|[1-9][0-9]*)$/.test(value);
