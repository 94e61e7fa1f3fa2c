// The archive of an election: a chain of events in a tar file of which every byte is determined.

import { same, utf8 } from "./bytes.js";
import { count, fromCanonicalJson, isDecimal, record, string, toJson } from "./canonical.js";
import { at, require } from "./refusals.js";
import { hexHash } from "./sha256.js";

const BLOCK = 512;
const SMALL = 1 << 12;
const OBJECTS = { Setup: 4, Ballot: 1, EndBallots: 0, EncryptedTally: 2, PartialDecryption: 2, Result: 1 };
const AFTER = {
  "": ["Setup"],
  Setup: ["Ballot", "EndBallots"],
  Ballot: ["Ballot", "EndBallots"],
  EndBallots: ["EncryptedTally"],
  EncryptedTally: ["PartialDecryption"],
  PartialDecryption: ["PartialDecryption", "Result"],
  Result: [],
};

const octal = (value, width) => value.toString(8).padStart(width, "0");

function header(name, size, timestamp) {
  const block = new Uint8Array(BLOCK);
  const write = (start, text) => block.set(utf8(text), start);
  write(0, name);
  write(100, "0000644");
  write(108, "0000000");
  write(116, "0000000");
  write(124, octal(size, 11));
  write(136, octal(Number(timestamp), 11));
  write(148, "        ");
  write(156, "0");
  write(148, `${octal(block.reduce((sum, byte) => sum + byte, 0), 6)}\0 `);
  return block;
}

/** The time that every header repeats, from the archive's first member. */
function timestampOf(data) {
  const size = String.fromCharCode(...data.subarray(124, 135));
  const opened = String.fromCharCode(...data.subarray(0, 9)) === "BELENIOS\0";
  require(data.length >= 2 * BLOCK && opened && /^[0-7]{11}$/.test(size), "not_an_archive");
  const raw = data.subarray(BLOCK, BLOCK + Math.min(parseInt(size, 8), BLOCK));
  return at("BELENIOS", () => {
    const found = record(fromCanonicalJson(raw, SMALL), ["version", "timestamp"]);
    require(count(found.version, "version") === 1, "wrong_version");
    const timestamp = string(found.timestamp, "timestamp");
    require(isDecimal(timestamp, 10) && Number(timestamp) < 8 ** 11, "not_a_number", "timestamp");
    return timestamp;
  });
}

/** Every member in order, its header and padding compared byte by byte with the only right ones. */
function* members(data) {
  const timestamp = timestampOf(data);
  for (let start = 0; start < data.length; ) {
    const place = `byte ${start}`;
    const head = data.subarray(start, start + BLOCK);
    require(head.length === BLOCK, "cut_short", place);
    const name = String.fromCharCode(...head.subarray(0, 100)).replace(/\0+$/, "");
    const digits = String.fromCharCode(...head.subarray(124, 135));
    require(/^[0-7]{11}$/.test(digits) && /^[\x01-\x7f]*$/.test(name), "altered_header", place);
    const size = parseInt(digits, 8);
    require(same(header(name, size, timestamp), head), "altered_header", place);
    const end = start + BLOCK + Math.ceil(size / BLOCK) * BLOCK;
    require(end <= data.length, "cut_short", place);
    const raw = data.subarray(start + BLOCK, start + BLOCK + size);
    require(data.subarray(start + BLOCK + size, end).every((byte) => byte === 0), "altered_padding", place);
    yield { name, raw, place: `byte ${start + BLOCK}` };
    start = end;
  }
}

/** The next place in the chain after this event, which must be the one that the chain asks for. */
function follow(head, objects, raw) {
  const event = record(fromCanonicalJson(raw, SMALL), ["parent", "height", "type", "payload"], ["parent", "payload"]);
  const kind = string(event.type, "type");
  require(Object.hasOwn(OBJECTS, kind), "unknown_event", "type", { event: kind });
  require(AFTER[head.stage].includes(kind), "out_of_place", "type", { event: kind, after: head.stage || "-" });
  require(count(event.height, "height") === head.height + 1, "wrong_height", "height");
  require((event.parent ?? "") === head.last, "broken_chain", "parent");
  require(objects.length >= OBJECTS[kind], "missing_object", "", { event: kind });
  require(objects.length <= OBJECTS[kind], "unreferenced_object", "", { number: objects.length - OBJECTS[kind] });
  require((event.payload ?? "") === (objects.at(-1)?.digest ?? ""), "other_object", "payload");
  return { stage: kind, height: head.height + 1, last: hexHash(raw) };
}

/** Read a whole archive; refuse any byte that is not determined by what came before it. */
export function readArchive(data) {
  let head = { stage: "", height: -1, last: "" };
  let objects = [];
  const events = Object.fromEntries(Object.keys(OBJECTS).map((kind) => [kind, []]));
  let opened = false;
  for (const { name, raw, place } of members(data)) {
    if (!opened) {
      opened = name === "BELENIOS";
      require(opened, "not_an_archive");
      continue;
    }
    const [, digest, kind] = /^([0-9a-f]+)\.(data|event)\.json$/.exec(name) ?? [];
    require(kind !== undefined, "unknown_member", "", { name });
    require(digest === hexHash(raw), "wrong_name", place, { name });
    if (kind === "data") {
      objects.push({ raw, digest });
      continue;
    }
    head = at(`event ${head.height + 1}`, () => follow(head, objects, raw));
    events[head.stage].push(objects);
    objects = [];
  }
  require(objects.length === 0, "unreferenced_object", "", { number: objects.length });
  require(events.Setup.length === 1, "no_setup");
  const [election, trustees, credentials, setup] = events.Setup[0];
  const named = toJson({ election: election.digest, trustees: trustees.digest, credentials: credentials.digest });
  require(same(named, setup.raw), "other_object", "setup");
  return {
    stage: head.stage,
    last: head.last,
    election: election.raw,
    trustees: trustees.raw,
    credentials: credentials.raw,
    ballots: events.Ballot.map(([ballot]) => ballot),
    tally: events.EncryptedTally[0]?.map(({ raw }) => raw) ?? null,
    shares: events.PartialDecryption.map((pair) => pair.map(({ raw }) => raw)),
    result: events.Result[0]?.[0].raw ?? null,
  };
}
