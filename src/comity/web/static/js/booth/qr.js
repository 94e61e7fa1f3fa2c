// A text as a QR code: the model 2 symbol of ISO/IEC 18004, error correction level M, versions 1 to 10.
//
// Written from the standard and complete in itself: nothing that another hand wrote sees what is on the paper.

import { utf8 } from "./bytes.js";

const ALPHANUMERIC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
const LEVEL_M = 0;

/** By version: error correction codewords of a block, and the data codewords of each block (table 9). */
const BLOCKS = [
  null,
  [10, [16]],
  [16, [28]],
  [26, [44]],
  [18, [32, 32]],
  [24, [43, 43]],
  [16, [27, 27, 27, 27]],
  [18, [31, 31, 31, 31]],
  [22, [38, 38, 39, 39]],
  [22, [36, 36, 36, 37, 37]],
  [26, [43, 43, 43, 43, 44]],
];

/** By version: rows and columns of the centres of alignment patterns (annex E). */
const CENTRES = [null, [], [6, 18], [6, 22], [6, 26], [6, 30], [6, 34], [6, 22, 38], [6, 24, 42], [6, 26, 46], [6, 28, 50]];

/** Whether a module is turned by each mask, from its row and column (table 10). */
const MASKS = [
  (i, j) => (i + j) % 2 === 0,
  (i) => i % 2 === 0,
  (i, j) => j % 3 === 0,
  (i, j) => (i + j) % 3 === 0,
  (i, j) => (Math.floor(i / 2) + Math.floor(j / 3)) % 2 === 0,
  (i, j) => ((i * j) % 2) + ((i * j) % 3) === 0,
  (i, j) => (((i * j) % 2) + ((i * j) % 3)) % 2 === 0,
  (i, j) => (((i + j) % 2) + ((i * j) % 3)) % 2 === 0,
];

// The field of 256 elements in which the standard reckons: powers of 2 modulo x^8 + x^4 + x^3 + x^2 + 1.
const POWERS = new Uint8Array(255);
const LOGARITHMS = new Uint8Array(256);
for (let i = 0, value = 1; i < 255; i++) {
  POWERS[i] = value;
  LOGARITHMS[value] = i;
  value = (value << 1) ^ (value & 128 ? 0x11d : 0);
}
const times = (a, b) => (a && b ? POWERS[(LOGARITHMS[a] + LOGARITHMS[b]) % 255] : 0);

/** The error correction codewords of a block: the rest of its division by the generator of that degree. */
function correction(data, degree) {
  let generator = [1];
  for (let i = 0; i < degree; i++) {
    generator = [...generator, 0].map((one, at) => one ^ times(at ? generator[at - 1] : 0, POWERS[i]));
  }
  const rest = [...data, ...new Array(degree).fill(0)];
  for (let i = 0; i < data.length; i++) {
    const lead = rest[i];
    generator.forEach((one, at) => (rest[i + at] ^= times(one, lead)));
  }
  return rest.slice(data.length);
}

const bitsOf = (value, length) => Array.from({ length }, (_, i) => (value >> (length - 1 - i)) & 1);

/** Mode, count and characters, as bits. */
function segment(text, version) {
  if ([...text].every((one) => ALPHANUMERIC.includes(one))) {
    const bits = [0, 0, 1, 0, ...bitsOf(text.length, version < 10 ? 9 : 11)];
    for (let i = 0; i < text.length; i += 2) {
      const [one, other] = [...text.slice(i, i + 2)].map((character) => ALPHANUMERIC.indexOf(character));
      bits.push(...(other === undefined ? bitsOf(one, 6) : bitsOf(one * 45 + other, 11)));
    }
    return bits;
  }
  const bytes = utf8(text);
  return [0, 1, 0, 0, ...bitsOf(bytes.length, version < 10 ? 8 : 16), ...[...bytes].flatMap((byte) => bitsOf(byte, 8))];
}

const roomOf = (version) => BLOCKS[version][1].reduce((sum, size) => sum + size, 0);

/** The data codewords of the smallest version that has room. */
function dataOf(text) {
  for (let version = 1; version < BLOCKS.length; version++) {
    const room = roomOf(version) * 8;
    const bits = segment(text, version);
    if (bits.length > room) continue;
    bits.push(...[0, 0, 0, 0].slice(0, room - bits.length));
    while (bits.length % 8) bits.push(0);
    const data = Array.from({ length: bits.length / 8 }, (_, i) => parseInt(bits.slice(8 * i, 8 * i + 8).join(""), 2));
    for (let pad = 0; data.length < room / 8; pad ^= 1) data.push([0xec, 0x11][pad]);
    return { version, data };
  }
  throw new RangeError("too long for a code of version 10");
}

/** Column by column of the blocks: data, then error correction (7.6). */
function interleaved(version, data) {
  const [degree, sizes] = BLOCKS[version];
  let at = 0;
  const blocks = sizes.map((size) => data.slice(at, (at += size)));
  const checks = blocks.map((block) => correction(block, degree));
  const columns = (rows, length) => Array.from({ length }, (_, i) => rows.flatMap((row) => (i < row.length ? [row[i]] : []))).flat();
  return [...columns(blocks, Math.max(...sizes)), ...columns(checks, degree)];
}

/** A value with the rest of its division by a generator: BCH codes of the format and of the version. */
function guarded(value, generator, degree) {
  const length = 31 - Math.clz32(generator);
  let rest = value << degree;
  while (31 - Math.clz32(rest) >= length) rest ^= generator << (31 - Math.clz32(rest) - length);
  return (value << degree) | rest;
}

/** Everything but data and format; `fixed` tells what no mask turns. */
function patterns(version) {
  const size = 17 + 4 * version;
  const dark = Array.from({ length: size }, () => new Array(size).fill(false));
  const fixed = Array.from({ length: size }, () => new Array(size).fill(false));
  const put = (i, j, value) => {
    if (i < 0 || j < 0 || i >= size || j >= size) return;
    dark[i][j] = Boolean(value);
    fixed[i][j] = true;
  };
  const rings = (i, j, reach, light) => {
    for (let y = -reach; y <= reach; y++) {
      for (let x = -reach; x <= reach; x++) put(i + y, j + x, !light.includes(Math.max(Math.abs(x), Math.abs(y))));
    }
  };
  for (let k = 0; k < size; k++) {
    put(6, k, k % 2 === 0);
    put(k, 6, k % 2 === 0);
  }
  for (const [i, j] of [[3, 3], [3, size - 4], [size - 4, 3]]) rings(i, j, 4, [2, 4]);
  const centres = CENTRES[version];
  const last = centres.length - 1;
  centres.forEach((i, y) =>
    centres.forEach((j, x) => {
      if (!((y === 0 && x === 0) || (y === 0 && x === last) || (y === last && x === 0))) rings(i, j, 2, [1]);
    }),
  );
  if (version >= 7) {
    bitsOf(guarded(version, 0x1f25, 12), 18).forEach((bit, k) => {
      const at = 17 - k;
      put(Math.floor(at / 3), size - 11 + (at % 3), bit);
      put(size - 11 + (at % 3), Math.floor(at / 3), bit);
    });
  }
  format(0, size).forEach(([i, j]) => put(i, j, false));
  put(size - 8, 8, true);
  return { dark, fixed, size };
}

/** Where the fifteen bits of the format stand, twice, and what they are (7.9). */
function format(mask, size) {
  const bits = bitsOf(guarded((LEVEL_M << 3) | mask, 0x537, 10) ^ 0x5412, 15);
  return bits.flatMap((bit, k) => {
    const beside = k < 6 ? k : k < 8 ? k + 1 : 0;
    const first = k < 8 ? [8, beside] : [k === 8 ? 7 : 14 - k, 8];
    const second = k < 7 ? [size - 1 - k, 8] : [8, size - 15 + k];
    return [[...first, bit], [...second, bit]];
  });
}

/** Two columns at a time from the right, upwards and downwards in turn, past the upright timing pattern (7.7.3). */
function* places({ fixed, size }) {
  for (let right = size - 1, up = true; right > 0; right -= 2, up = !up) {
    if (right === 6) right = 5;
    for (let k = 0; k < size; k++) {
      const i = up ? size - 1 - k : k;
      for (const j of [right, right - 1]) if (!fixed[i][j]) yield [i, j];
    }
  }
}

/** How hard a symbol is to read (7.8.3): long runs, squares, what looks like a finder, too much of one colour. */
function penalty(dark) {
  const size = dark.length;
  const lines = [...dark, ...dark.map((_, j) => dark.map((row) => row[j]))].map((line) => line.map((one) => (one ? "1" : "0")).join(""));
  let found = 0;
  for (const line of lines) {
    for (const run of line.match(/0{5,}|1{5,}/g) ?? []) found += run.length - 2;
    for (let at = 0; at <= size - 7; at++) {
      if (line.slice(at, at + 7) !== "1011101") continue;
      const [before, after] = [line.slice(Math.max(0, at - 4), at), line.slice(at + 7, at + 11)];
      if (!before.includes("1") || !after.includes("1")) found += 40;
    }
  }
  for (let i = 0; i < size - 1; i++) {
    for (let j = 0; j < size - 1; j++) {
      const one = dark[i][j];
      if (one === dark[i][j + 1] && one === dark[i + 1][j] && one === dark[i + 1][j + 1]) found += 3;
    }
  }
  const share = (100 * dark.flat().filter(Boolean).length) / (size * size);
  return found + 10 * Math.floor(Math.abs(share - 50) / 5);
}

/** The symbol: rows of modules that are dark or not, without the quiet zone of four around it. */
export function qrCode(text) {
  const { version, data } = dataOf(text);
  const base = patterns(version);
  const bits = interleaved(version, data).flatMap((codeword) => bitsOf(codeword, 8));
  const free = [...places(base)];
  const drawn = MASKS.map((turns, mask) => {
    const dark = base.dark.map((row) => [...row]);
    free.forEach(([i, j], k) => (dark[i][j] = Boolean(bits[k] ?? 0) !== turns(i, j)));
    for (const [i, j, bit] of format(mask, base.size)) dark[i][j] = Boolean(bit);
    return { mask, version, dark, penalty: penalty(dark) };
  });
  return drawn.reduce((best, one) => (one.penalty < best.penalty ? one : best));
}

/** The outline of all dark modules for an SVG path, row by row, with the quiet zone around it. */
export function qrOutline(dark, quiet = 4) {
  return dark
    .flatMap((row, i) =>
      [...row.map((one) => (one ? "1" : "0")).join("").matchAll(/1+/g)].map(
        (run) => `M${run.index + quiet} ${i + quiet}h${run[0].length}v1h-${run[0].length}z`,
      ),
    )
    .join("");
}
