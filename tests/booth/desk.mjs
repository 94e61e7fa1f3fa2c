// Answers what the Python tests ask of the booth's modules: one JSON object a line, numbers as decimal strings.

import { createHash } from "node:crypto";
import { createInterface } from "node:readline";

const root = new URL("../../src/comity/web/static/js/booth/", import.meta.url);
const names = [
  "aes", "archive", "ballot", "bytes", "canonical", "ceremony", "credentials", "decryption", "elections", "group",
  "proofs", "qr", "sealing", "seeds", "sha256", "tally", "trustees", "verify",
];
const loaded = await Promise.all(names.map((name) => import(new URL(`${name}.js`, root))));
const {
  aes, archive, ballot, bytes, canonical, ceremony, credentials, decryption, elections, group, proofs, qr, sealing, seeds,
  sha256, tally, trustees, verify,
} = Object.fromEntries(names.map((name, i) => [name, loaded[i]]));

const { fromHex, fromUtf8, hex, utf8 } = bytes;
const elementsOf = new Map();

/** One election each, so that its tables are made once. */
function electionOf(raw) {
  if (!elementsOf.has(raw)) elementsOf.set(raw, elections.readElection(utf8(raw)));
  return elementsOf.get(raw);
}

const ciphertexts = (rows) => rows.map(([alpha, beta]) => ({ alpha: BigInt(alpha), beta: BigInt(beta) }));

const answers = {
  sha256: ({ data }) => [sha256.hexHash(fromHex(data)), createHash("sha256").update(fromHex(data)).digest("hex")],
  canonical: ({ data }) => fromUtf8(canonical.toJson(canonical.fromCanonicalJson(fromHex(data), 1 << 20))),
  text: ({ value }) => canonical.toText(value),
  aes: ({ key, block }) => hex(aes.encrypt(fromHex(key), fromHex(block))),
  ccmSeal: ({ key, nonce, message }) => hex(aes.ccmSeal(fromHex(key), fromHex(nonce), fromHex(message))),
  ccmOpen: ({ key, nonce, data }) => hex(aes.ccmOpen(fromHex(key), fromHex(nonce), fromHex(data))),
  powers: ({ base, exponent }) => {
    const [b, e] = [BigInt(base), BigInt(exponent)];
    const found = [group.power(b, e), group.tablePower(group.table(b), e), group.secretPower(b, e), group.inverse(b)];
    return found.map(String);
  },
  constants: () => [group.P, group.Q, group.G].map(String),
  isMember: ({ value }) => group.isMember(BigInt(value)),
  randomScalars: ({ number }) => Array.from({ length: number }, () => String(group.randomScalar())),
  challenge: ({ prefix, elements }) => String(group.challenge(prefix, elements)),
  readScalar: ({ value }) => String(group.readScalar(value)),
  readMember: ({ value }) => String(group.readMember(value)),
  proveExponent: ({ prefix, secret }) => group.plainProof(proofs.proveExponent(prefix, BigInt(secret))),
  exponentIsKnown: ({ prefix, value, proof }) =>
    proofs.exponentIsKnown(prefix, BigInt(value), group.readProof(proof)),
  election: ({ raw }) => {
    const { fingerprint, uuid, name, questions, policy } = electionOf(raw);
    return { fingerprint, uuid, name, questions, policy };
  },
  allows: ({ raw, choices }) => electionOf(raw).questions.map((question, i) => elections.allows(question, choices[i])),
  seal: ({ election, secret, choices }) => {
    const sealed = ballot.sealBallot(electionOf(election), BigInt(secret), choices);
    const randomness = sealed.randomness.map((row) => row.map(String));
    return { raw: fromUtf8(sealed.raw), tracker: sealed.tracker, randomness };
  },
  sealTwice: ({ election, secret, choices }) => {
    const prepared = ballot.prepareBallot(electionOf(election));
    ballot.sealBallot(electionOf(election), BigInt(secret), choices, prepared);
    return fromUtf8(ballot.sealBallot(electionOf(election), BigInt(secret), choices, prepared).raw);
  },
  checkBallot: ({ election, raw }) => {
    const read = ballot.readBallot(utf8(raw), electionOf(election));
    ballot.checkBallot(read, electionOf(election));
    return read.tracker;
  },
  opensTo: ({ election, raw, choices, randomness }) =>
    ballot.opensTo(utf8(raw), electionOf(election), choices, randomness.map((row) => row.map(BigInt))),
  register: ({ seed, ...where }) => credentials.registration(seed, where),
  seed: () => seeds.makeSeed(),
  code: ({ text }) => {
    const { version, mask, dark } = qr.qrCode(text);
    return { version, mask, dark, outline: qr.qrOutline(dark) };
  },
  paper: ({ seed }) => ({ words: seeds.toWords(seed), code: seeds.toCode(seed) }),
  fromPaper: ({ text }) => seeds.fromPaper(text),
  secrets: ({ seed }) => [seeds.credentialSecret(seed), seeds.trusteeSecret(seed)].map(String),
  identity: ({ seed }) => {
    const { signing, opening, verificationKey, encryptionKey } = seeds.identityOf(seed);
    return [signing, opening, verificationKey, encryptionKey].map(String);
  },
  makeKey: ({ secret }) => trustees.makeKey(BigInt(secret)),
  readTrustees: ({ raw }) => {
    const { keys, publicKey } = trustees.readTrustees(utf8(raw));
    return { keys: keys.map(String), publicKey: String(publicKey) };
  },
  lagrange: ({ index, indexes }) => String(trustees.lagrange(index, indexes)),
  sealLetter: ({ seed, recipient, message }) => sealing.seal(seeds.identityOf(seed), BigInt(recipient), message),
  unsealLetter: ({ seed, sender, letter }) => sealing.unseal(seeds.identityOf(seed), BigInt(sender), letter),
  certify: ({ seed, ...place }) => ceremony.certify(seeds.identityOf(seed), place),
  deal: ({ seed, certificates, threshold }) => ceremony.deal(seeds.identityOf(seed), certificates, threshold),
  receive: ({ seed, index, certificates, dealt, threshold }) => {
    const { secret, key } = ceremony.receive(seeds.identityOf(seed), index, certificates, dealt, threshold);
    return { secret: String(secret), key };
  },
  multiply: ({ election, ballots }) => {
    const found = ballots.map(({ choices, weight }) => ({ choices: ciphertexts(choices), weight }));
    return fromUtf8(tally.writeTally(tally.multiply(electionOf(election), found), electionOf(election)));
  },
  share: ({ election, product, secret, owner }) => {
    const [about, opened, x] = [electionOf(election), ciphertexts(product), BigInt(secret)];
    const share = decryption.makeShare(about, opened, x);
    const transcript = decryption.makeTranscript(about, opened, share, owner, x);
    return [share.raw, transcript, decryption.ownShare(owner, share.raw)].map(fromUtf8);
  },
  checkShare: ({ election, product, share, transcript, owner, key }) => {
    const [about, opened, y] = [electionOf(election), ciphertexts(product), BigInt(key)];
    const read = decryption.readShare(utf8(share), about);
    decryption.checkShare(read, about, opened, y);
    decryption.checkTranscript(utf8(transcript), about, opened, read, owner, y);
    return true;
  },
  checkArchive: ({ data, fingerprint, secret, proofs: whole }) => {
    const passed = [];
    const found = verify.checkBeforeOpening(Uint8Array.from(Buffer.from(data, "base64")), {
      fingerprint,
      secret: secret === undefined ? undefined : BigInt(secret),
      passed: (name) => passed.push(name),
    });
    const proved = whole ? [...verify.checkEveryProof(found)].length : 0;
    return { passed, owner: found.owner, counted: found.counted, proved };
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const { ask, given } = JSON.parse(line);
  let said;
  try {
    said = { answer: answers[ask](given) ?? null };
  } catch (error) {
    if (error.name !== "Refused") said = { broken: error.stack };
    else said = { refused: error.code, place: error.place };
  }
  process.stdout.write(`${JSON.stringify(said)}\n`);
}
