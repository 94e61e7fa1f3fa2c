// What this browser keeps: secrets, and a ballot that is on its way.  A secret is kept encrypted under a key that the
// browser does not hand out, where it has such keys (not on plain http); whoever can run scripts here can still use it.

import { fromUtf8, utf8 } from "./bytes.js";

const NAME = "comity-booth";
const SHELF = "kept";
const memory = new Map();
let opened = null;

const settled = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

async function database() {
  opened ??= (async () => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(SHELF);
    return settled(request);
  })().catch(() => null); // a private window may have no storage at all
  return opened;
}

const shelf = (found, mode) => found.transaction(SHELF, mode).objectStore(SHELF);

/** Whether what is kept outlives this page. */
export const lasts = async () => (await database()) !== null;

export async function recall(key) {
  const found = await database();
  return found ? settled(shelf(found, "readonly").get(key)) : memory.get(key);
}

export async function keep(key, value) {
  const found = await database();
  if (found) await settled(shelf(found, "readwrite").put(value, key));
  else memory.set(key, value);
}

export async function discard(key) {
  const found = await database();
  if (found) await settled(shelf(found, "readwrite").delete(key));
  else memory.delete(key);
}

/** The key over all secrets of this browser, which cannot be exported. */
async function wrapping() {
  if (!globalThis.crypto.subtle) return null;
  const known = await recall("wrapping");
  if (known) return known;
  const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  await keep("wrapping", made);
  return made;
}

export async function keepSecret(key, seed) {
  // Asked for so that a browser short of space clears something else first.
  await navigator.storage?.persist?.().catch(() => false);
  const over = (await lasts()) ? await wrapping() : null;
  if (!over) return keep(key, { seed });
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, over, utf8(seed));
  return keep(key, { iv, data });
}

export async function recallSecret(key) {
  const kept = await recall(key);
  if (!kept) return null;
  if (kept.seed) return kept.seed;
  const data = await crypto.subtle.decrypt({ name: "AES-GCM", iv: kept.iv }, await wrapping(), kept.data);
  return fromUtf8(new Uint8Array(data));
}
