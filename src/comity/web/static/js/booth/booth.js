// The voting booth: finds out where the ballot and the voter stand, and shows the screen that belongs there.

import { choose, emptyChoices, readBack } from "./choosing.js";
import { cast, showCast, showOpened, showRefused, showSealed } from "./casting.js";
import { makeDesk } from "./desk.js";
import { button, buttons, el, icon, lead, notice, paragraph, say, sayRefusal, screen, shown } from "./page.js";
import { Refused } from "./refusals.js";
import { secretHere, showElsewhere, showRegistered, showRegistration } from "./registering.js";
import { showSeal } from "./seal.js";
import { keep, lasts, recall } from "./store.js";
import { ask, askJson, follow } from "./talk.js";

const root = document.getElementById("booth");
const { base, status, csrf, stream, number, live, since, person, board, page } = root.dataset;
const desk = makeDesk();
const elections = new Map();
let standing = null;
let mine = null;

const booth = {
  desk,
  csrf,
  stream,
  number: Number(number),
  address: base,
  keyOf: ({ of, box }) => `voter/${person}/${stream}/${number}/${box}/${of}`,
  look,
  away,
  get title() {
    return standing.title;
  },
};
const keptOf = (what, { of, box }) => `${what}/${person}/${stream}/${number}/${box}/${of}`;

/** Say that the network is away, or back. */
function away(gone) {
  document.getElementById("booth-away").hidden = !gone;
}

/** Everything that casting will need, fetched while the network is there. */
async function prepare(box) {
  if (!elections.has(box)) {
    const [raw, trustees] = await Promise.all(["election", "trustees"].map((name) => ask(`${base}${box}/${name}.json`)));
    const election = await desk("ready", { raw });
    // A key that is not the trustees' would let somebody else open what is sealed with it.
    await desk("checkTrustees", { raw: trustees });
    elections.set(box, election);
    const { policy, fingerprint } = election;
    await showSeal(document.getElementById("booth-seal"), policy.booth, fingerprint);
  }
  return elections.get(box);
}

/** Ask the house where things stand, and show what belongs there. */
async function look() {
  const found = await askJson(status).catch(() => null);
  away(found === null);
  if (found === null) return undefined;
  standing = found;
  const { mine: delegations, stage, abandoned } = standing;
  if (stage === "abandoned") {
    return screen("abandoned", say("web.booth.abandoned_title"), lead(abandoned), toBallot());
  }
  mine = delegations.length === 1 ? delegations[0] : delegations.find(({ of }) => of === mine?.of);
  if (delegations.length === 0) {
    return screen("looking", say("web.booth.looking_title"), lead(say("web.booth.looking")), toBallot());
  }
  return mine ? showVoter() : whose(delegations);
}

/** Somebody who speaks for several chooses for whom. */
function whose(delegations) {
  screen(
    "whose",
    say("web.booth.whose"),
    el(
      "ul",
      { class: "whose" },
      delegations.map((one) =>
        el("li", {}, button(el("bdi", {}, one.name), () => ((mine = one), showVoter()), "secondary")),
      ),
    ),
  );
}

async function showVoter() {
  const { stage } = standing;
  const seed = await secretHere(booth, mine);
  const unsent = await recall(keptOf("sending", mine));
  // A ballot whose answer never came goes first, whatever the stage: the house may have it.
  if (unsent) return send(unsent);
  if (stage === "called") {
    if (!mine.registered) return mine.may_register ? showRegistration(booth, mine) : notNow("wait");
    return seed ? showRegistered(booth, mine, seed) : showElsewhere(booth, mine, false);
  }
  if (stage !== "open") return showClosed();
  if (!mine.registered) return notNow("unregistered");
  if (!seed) return showElsewhere(booth, mine, true);
  if (!mine.may_vote) return notNow("not_now");
  const election = await prepare(mine.box).catch(untrusted);
  if (!election) return undefined;
  const last = await recall(keptOf("cast", mine));
  if (last) return showVoted(election, last, seed);
  return vote(election, seed, emptyChoices(election.questions));
}

/** What the house sent does not hold: nothing is sealed with it. */
function untrusted(refusal) {
  if (!(refusal instanceof Refused)) {
    away(true);
    throw refusal;
  }
  screen("untrusted", say("web.booth.untrusted_title"), notice("warning", sayRefusal(refusal), say("web.booth.untrusted")), toBallot());
  return null;
}

function notNow(why) {
  const titles = { wait: "web.booth.wait_title", unregistered: "web.booth.unregistered_title", not_now: "web.booth.not_now_title" };
  const said = { wait: mine.why_not, unregistered: say("web.booth.unregistered", { name: mine.name }), not_now: mine.why_not };
  screen(why, say(titles[why]), lead(said[why] ?? say("web.booth.wait_for_opening")), toBallot());
}

const toBallot = () => buttons(el("a", { class: "button button--secondary", href: page }, say("web.booth.to_ballot")));

async function showClosed() {
  const last = await recall(keptOf("cast", mine));
  screen(
    "closed",
    say("web.booth.closed_title"),
    lead(say("web.booth.closed")),
    last && paragraph(say("web.booth.closed_yours")),
    last && el("p", {}, el("a", { href: `${board}?find=1&q=${encodeURIComponent(last.tracker)}` }, el("code", { dir: "ltr" }, last.tracker))),
    toBallot(),
  );
}

function showVoted(election, last, seed) {
  const again = () => vote(election, seed, emptyChoices(election.questions));
  const { oneVoteOnly } = election.policy;
  showCast({ ...last, when: whenOf(last), board, oneVoteOnly, again, heading: standing.title, seen: say("web.booth.voted_here") });
}

const moment = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short", numberingSystem: "latn" });
const whenOf = ({ at }) => say("web.booth.cast_at", { when: moment.format(new Date(at)) });

function vote(election, seed, choices) {
  const { questions } = election;
  const several = standing.mine.length > 1 && button(say("web.booth.other_delegation"), () => ((mine = null), whose(standing.mine)), "quiet");
  const notes = [
    mine.box !== "all" && notice("information", say(`web.booth.box_${mine.box}`)),
    el("p", { class: "booth__private" }, icon("sealed"), say("web.booth.private")),
  ].filter(Boolean);
  const change = () => choose({ questions, choices, name: mine.name, notes, leave: several, done: review });
  const review = () => readBack({ questions, choices, name: mine.name, change, seal });
  const seal = async () => {
    screen("sealing", say("web.booth.sealing"), el("p", { class: "booth__waiting" }, icon("sealed"), say("web.booth.sealing_lead")));
    const ballot = await desk("seal", { seed, choices });
    const audit = async () => {
      const opened = await desk("openSealed");
      showOpened({ questions, opened, again: seal, change });
    };
    const go = async () => {
      await desk("forget");
      await send(ballot);
    };
    showSealed({ tracker: ballot.tracker, cast: go, audit });
  };
  change();
}

/** Send a sealed ballot to the box, this time or one more time. */
async function send(ballot) {
  const voter = mine;
  const again = async () => {
    const election = await prepare(voter.box);
    vote(election, await secretHere(booth, voter), emptyChoices(election.questions));
  };
  await cast({
    ballot,
    address: `${base}${voter.box}/ballot`,
    csrf,
    key: keptOf("sending", voter),
    // Loaded anew, the page has the token of whoever signed in meanwhile.
    refused: (answer) => showRefused(answer, () => location.reload()),
    done: async () => {
      const last = { tracker: ballot.tracker, at: Date.now() };
      await keep(keptOf("cast", voter), last);
      const { one_vote_only: oneVoteOnly, title } = standing;
      showCast({ ...last, when: whenOf(last), board, oneVoteOnly, again, heading: title });
    },
  });
}

/** Screens that change by themselves when the ballot opens or closes; in the others somebody is at work. */
const CHANGING = new Set(["register", "registered", "wait", "elsewhere", "not_now", "unregistered", "looking", "closed"]);

let looking = false;
async function news() {
  if (looking) return;
  looking = true;
  try {
    const found = await askJson(status).catch(() => null);
    away(found === null);
    if (found === null || standing === null) return;
    const turned = found.stage !== standing.stage || JSON.stringify(found.mine) !== JSON.stringify(standing.mine);
    const over = found.stage !== "open" && ["choosing", "review", "sealed"].includes(shown());
    if (turned && (over || CHANGING.has(shown()))) await look();
  } finally {
    looking = false;
  }
}

addEventListener("offline", () => away(true));

await look();
if (!(await lasts())) document.getElementById("booth-forgets").hidden = false;
if (elections.size === 0) await showSeal(document.getElementById("booth-seal"), "", "");
follow({ live, since }, news);
