// Under Node: how long the booth takes over a ballot of an election whose bytes come on standard input.
// Prints JSON: milliseconds for the tables, for the randomness (made while the voter reads), for sealing (what the
// voter waits for), for all of it at once, and a ballot for the other side to check.

import { readFileSync } from "node:fs";

const root = new URL("../src/comity/web/static/js/booth/", import.meta.url);
const [{ prepareBallot, readBallot, checkBallot, sealBallot }, { keyTable, readElection }, group, { fromUtf8 }] =
  await Promise.all(["ballot.js", "elections.js", "group.js", "bytes.js"].map((name) => import(new URL(name, root))));

const rounds = Number(process.argv[2] ?? 15);
const election = readElection(readFileSync(0));
const choices = election.questions.map(({ ciphertexts }, i) =>
  Array.from({ length: ciphertexts }, (_, j) => Number(j === i % ciphertexts)),
);

function timed(work) {
  const start = performance.now();
  const made = work();
  return [performance.now() - start, made];
}

const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];
const [tables] = timed(() => [group.baseTable(), keyTable(election)]);
const secret = group.randomScalar();
const took = { prepare: [], seal: [], whole: [], check: [] };
let last;
for (let i = 0; i < rounds; i += 1) {
  const [preparing, prepared] = timed(() => prepareBallot(election));
  const [sealing, ballot] = timed(() => sealBallot(election, secret, choices, prepared));
  took.prepare.push(preparing);
  took.seal.push(sealing);
  took.whole.push(preparing + sealing);
  last = ballot.raw;
}
for (let i = 0; i < 3; i += 1) took.check.push(timed(() => checkBallot(readBallot(last, election), election))[0]);
const found = Object.fromEntries(Object.entries(took).map(([name, values]) => [name, median(values)]));
console.log(JSON.stringify({ tables, ...found, ballot: fromUtf8(last) }));
