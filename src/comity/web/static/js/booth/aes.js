// AES-256 (FIPS 197) and CCM (SP 800-38C) over it, for the few sealed letters of the ceremony.  Written here because
// the browser's own ciphers have no CCM and are missing on plain http.  Tables are looked up at places that depend on
// secrets; docs/booth.md says who could make use of that.

import { joined } from "./bytes.js";
import { require } from "./refusals.js";

const BLOCK = 16;
const ROUNDS = 14;

const doubled = (byte) => ((byte << 1) ^ (byte & 0x80 ? 0x1b : 0)) & 0xff;

/** The substitution box: inverses in GF(2^8), then the affine map. */
const BOX = (() => {
  const box = new Uint8Array(256);
  let [p, q] = [1, 1];
  do {
    p ^= doubled(p); // times three, which runs through all
    q ^= q << 1; // divided by three
    q ^= q << 2;
    q ^= q << 4;
    q &= 0xff;
    if (q & 0x80) q ^= 0x09;
    const turned = q | (q << 8);
    box[p] = (q ^ (turned >> 7) ^ (turned >> 6) ^ (turned >> 5) ^ (turned >> 4) ^ 0x63) & 0xff;
  } while (p !== 1);
  box[0] = 0x63;
  return box;
})();

/** The round keys of a 32-byte key. */
function expand(key) {
  const words = Array.from({ length: 8 }, (_, i) => Array.from(key.subarray(4 * i, 4 * i + 4)));
  let constant = 1;
  for (let i = 8; i < 4 * (ROUNDS + 1); i++) {
    let word = words[i - 1].slice();
    if (i % 8 === 0) {
      word = [...word.slice(1), word[0]].map((byte) => BOX[byte]);
      word[0] ^= constant;
      constant = doubled(constant);
    } else if (i % 8 === 4) {
      word = word.map((byte) => BOX[byte]);
    }
    words.push(word.map((byte, j) => byte ^ words[i - 8][j]));
  }
  return Uint8Array.from(words.flat());
}

function mixColumn(state, at) {
  const [a, b, c, d] = state.subarray(at, at + 4);
  const all = a ^ b ^ c ^ d;
  state[at] = a ^ all ^ doubled(a ^ b);
  state[at + 1] = b ^ all ^ doubled(b ^ c);
  state[at + 2] = c ^ all ^ doubled(c ^ d);
  state[at + 3] = d ^ all ^ doubled(d ^ a);
}

/** One block under expanded round keys. */
function encryptBlock(keys, block) {
  let state = block.map((byte, i) => byte ^ keys[i]);
  for (let round = 1; round <= ROUNDS; round++) {
    // Substituted, and row i turned by i places.
    state = state.map((_, i) => BOX[state[(i + 4 * (i % 4)) % BLOCK]]);
    if (round < ROUNDS) for (let at = 0; at < BLOCK; at += 4) mixColumn(state, at);
    state = state.map((byte, i) => byte ^ keys[BLOCK * round + i]);
  }
  return state;
}

export const encrypt = (key, block) => encryptBlock(expand(key), block);

const xored = (a, b) => a.map((byte, i) => byte ^ b[i]);

/** The counter block of a nonce: the counter takes what the nonce leaves. */
function counterBlock(nonce, counter) {
  const block = new Uint8Array(BLOCK);
  block[0] = BLOCK - 2 - nonce.length;
  block.set(nonce, 1);
  for (let i = BLOCK - 1; i > nonce.length; i--, counter = Math.floor(counter / 256)) block[i] = counter % 256;
  return block;
}

/** The chained code of the whole message, without additional data. */
function authenticate(keys, nonce, message, tagLength) {
  const first = counterBlock(nonce, message.length);
  first[0] += 8 * ((tagLength - 2) / 2);
  let state = encryptBlock(keys, first);
  for (let at = 0; at < message.length; at += BLOCK) {
    const block = new Uint8Array(BLOCK);
    block.set(message.subarray(at, at + BLOCK));
    state = encryptBlock(keys, xored(state, block));
  }
  return state.subarray(0, tagLength);
}

function streamed(keys, nonce, data) {
  const found = new Uint8Array(data.length);
  for (let at = 0; at < data.length; at += BLOCK) {
    const stream = encryptBlock(keys, counterBlock(nonce, at / BLOCK + 1));
    data.subarray(at, at + BLOCK).forEach((byte, i) => (found[at + i] = byte ^ stream[i]));
  }
  return found;
}

const mask = (keys, nonce, tag) => xored(tag, encryptBlock(keys, counterBlock(nonce, 0)));

/** Ciphertext and tag. */
export function ccmSeal(key, nonce, message, tagLength = 8) {
  const keys = expand(key);
  const tag = mask(keys, nonce, authenticate(keys, nonce, message, tagLength));
  return joined([streamed(keys, nonce, message), tag]);
}

/** The message; refuse what was not sealed with this key and nonce. */
export function ccmOpen(key, nonce, data, tagLength = 8) {
  require(data.length >= tagLength, "unreadable_letter");
  const keys = expand(key);
  const message = streamed(keys, nonce, data.subarray(0, data.length - tagLength));
  const expected = mask(keys, nonce, authenticate(keys, nonce, message, tagLength));
  const differing = xored(expected, data.subarray(data.length - tagLength)).reduce((all, byte) => all | byte, 0);
  require(differing === 0, "unreadable_letter");
  return message;
}
