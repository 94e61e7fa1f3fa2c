// The booth's own seal: one digest over all its files, which the election names and anyone can work out again.
// A booth that lies could of course lie about this too: the check that cannot be fooled is made elsewhere.

import { code, el, more, notice, paragraph, say } from "./page.js";
import { hexHash } from "./sha256.js";
import { ask } from "./talk.js";

/** Every file of the booth, in the order of their names. */
export const FILES = [
  "aes.js", "archive.js", "backup.js", "ballot.js", "booth.js", "bytes.js", "canonical.js", "casting.js",
  "ceremony.js", "choosing.js", "credentials.js", "decryption.js", "desk.js", "elections.js", "group.js",
  "joining.js", "opening.js", "page.js", "proofs.js", "qr.js", "refusals.js", "registering.js", "scan.js", "seal.js",
  "sealing.js", "seeds.js", "sha256.js", "store.js", "talk.js", "tally.js", "trustee.js", "trustees.js", "verify.js",
  "worker.js",
];

export async function boothHash() {
  const contents = await Promise.all(FILES.map((name) => ask(new URL(name, import.meta.url))));
  return hexHash(FILES.map((name, i) => `${hexHash(contents[i])}  ${name}\n`).join(""));
}

/** Show the digest, and whether it is the one that the election names (`named` is empty before there is one). */
export async function showSeal(place, named, fingerprint) {
  const found = await boothHash();
  const differs = Boolean(named) && named !== found;
  place.replaceChildren(
    differs ? notice("warning", say("web.booth.seal_differs")) : "",
    more(
      say("web.booth.seal"),
      code("booth-hash", say("web.booth.seal_label"), found),
      named && !differs ? paragraph(say("web.booth.seal_same")) : "",
      fingerprint ? code("fingerprint", say("web.booth.fingerprint"), fingerprint) : "",
      paragraph(say("web.booth.seal_again")),
      el("p", {}, el("code", { dir: "ltr" }, "comity ballots booth-hash")),
    ),
  );
  return !differs;
}
