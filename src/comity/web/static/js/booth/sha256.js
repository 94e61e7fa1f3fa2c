// SHA-256 (FIPS 180-4), synchronous: the browser's own digest is missing on plain http, and makes every hash a wait.

import { base64, hex, toNumber, utf8 } from "./bytes.js";

/** The first 32 bits of the fractional part of a root of a prime, worked out in whole numbers. */
function fraction(prime, root) {
  const target = BigInt(prime) << BigInt(32 * root);
  let low = 0n;
  let high = 1n << 40n;
  while (high - low > 1n) {
    const middle = (low + high) >> 1n;
    if (middle ** BigInt(root) <= target) low = middle;
    else high = middle;
  }
  return Number(low & 0xffffffffn);
}

function primes(count) {
  const found = [];
  for (let n = 2; found.length < count; n++) if (found.every((prime) => n % prime)) found.push(n);
  return found;
}

const ROUND = Int32Array.from(primes(64), (prime) => fraction(prime, 3));
const START = Int32Array.from(primes(8), (prime) => fraction(prime, 2));

const turn = (word, by) => (word >>> by) | (word << (32 - by));

function mix(state, schedule) {
  for (let i = 16; i < 64; i++) {
    const a = schedule[i - 15];
    const b = schedule[i - 2];
    const first = turn(a, 7) ^ turn(a, 18) ^ (a >>> 3);
    const second = turn(b, 17) ^ turn(b, 19) ^ (b >>> 10);
    schedule[i] = (schedule[i - 16] + first + schedule[i - 7] + second) | 0;
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let i = 0; i < 64; i++) {
    const one = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + ROUND[i] + schedule[i]) | 0;
    const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + one) | 0;
    d = c;
    c = b;
    b = a;
    a = (one + two) | 0;
  }
  [a, b, c, d, e, f, g, h].forEach((word, i) => (state[i] = (state[i] + word) | 0));
}

/** The digest of bytes, or of a text in UTF-8. */
export function sha256(data) {
  const bytes = typeof data === "string" ? utf8(data) : data;
  const state = START.slice();
  const schedule = new Int32Array(64);
  const whole = bytes.length - (bytes.length % 64);
  const take = (view, at) => {
    for (let i = 0; i < 16; i++) schedule[i] = view.getInt32(at + 4 * i);
    mix(state, schedule);
  };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at < whole; at += 64) take(view, at);
  const left = bytes.length - whole;
  const end = new Uint8Array(left < 56 ? 64 : 128);
  end.set(bytes.subarray(whole));
  end[left] = 0x80;
  const tail = new DataView(end.buffer);
  tail.setBigUint64(end.length - 8, BigInt(bytes.length) * 8n);
  for (let at = 0; at < end.length; at += 64) take(tail, at);
  const digest = new DataView(new ArrayBuffer(32));
  state.forEach((word, i) => digest.setInt32(4 * i, word));
  return new Uint8Array(digest.buffer);
}

export const hexHash = (data) => hex(sha256(data));

/** In base64 without padding: fingerprints and trackers. */
export const shortHash = (data) => base64(sha256(data));

export const numberHash = (data) => toNumber(sha256(data));
