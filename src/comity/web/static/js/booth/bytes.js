// Bytes, and the forms in which they are written.

const DIGITS = "0123456789abcdef";

/** UTF-8. */
export const utf8 = (text) => new TextEncoder().encode(text);

/** The text of UTF-8 bytes; throws where they are not that. */
export const fromUtf8 = (bytes) => new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);

export function hex(bytes) {
  let found = "";
  for (const byte of bytes) found += DIGITS[byte >> 4] + DIGITS[byte & 15];
  return found;
}

/** The bytes that lower- or upper-case hexadecimal stands for; throws where it is not that. */
export function fromHex(text) {
  if (text.length % 2 || !/^[0-9a-f]*$/i.test(text)) throw new RangeError("not hexadecimal");
  return Uint8Array.from({ length: text.length / 2 }, (_, i) => parseInt(text.slice(2 * i, 2 * i + 2), 16));
}

/** Base64 without padding. */
export const base64 = (bytes) => btoa(String.fromCharCode(...bytes)).replace(/=+$/, "");

/** The number that bytes write, the most significant first. */
export const toNumber = (bytes) => (bytes.length ? BigInt(`0x${hex(bytes)}`) : 0n);

export function joined(parts) {
  const found = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    found.set(part, at);
    at += part.length;
  }
  return found;
}

export const same = (a, b) => a.length === b.length && a.every((byte, i) => byte === b[i]);
