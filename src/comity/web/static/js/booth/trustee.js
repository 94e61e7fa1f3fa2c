// The trustees' ceremony: finds out where it and this trustee stand, takes the steps that are due, shows the others.

import { backupFold, restoring } from "./backup.js";
import { makeDesk } from "./desk.js";
import { act, showSeat } from "./joining.js";
import { showHandedIn, showOpenedElection, showOpening, unopened } from "./opening.js";
import { button, el, lead, notice, say, sayRefusal, screen, shown } from "./page.js";
import { Refused } from "./refusals.js";
import { fromPaper } from "./seeds.js";
import { showSeal } from "./seal.js";
import { keepSecret, lasts, recallSecret } from "./store.js";
import { askJson, follow } from "./talk.js";

const root = document.getElementById("booth");
const { base, status, csrf, stream, number, live, since, person, page } = root.dataset;
let seat = null;

const room = {
  desk: makeDesk(),
  base,
  csrf,
  page,
  standing: null,
  backup: null,
  comma: document.documentElement.lang.startsWith("ar") ? "، " : document.documentElement.lang.startsWith("zh") ? "、" : ", ",
  // One secret for this ballot, also when the ceremony begins again: the paper that was written stays good.
  keyOf: ({ owner }) => `trustee/${person}/${stream}/${number}/${owner}`,
  reasonOf: (code) => sayRefusal(new Refused(code)),
  look,
  away,
};

function away(gone) {
  document.getElementById("booth-away").hidden = !gone;
}

async function look() {
  const found = await askJson(status).catch(() => null);
  away(found === null);
  if (found === null) return undefined;
  room.standing = found;
  showOthers(found);
  const seats = found.trustees.filter((one) => one.mine || one.may_take);
  seat = seats.length === 1 ? seats[0] : (seats.find(({ owner }) => owner === seat?.owner) ?? seats.find((one) => one.mine) ?? null);
  if (found.stage === "abandoned") return screen("abandoned", say("web.booth.abandoned_title"), lead(found.abandoned));
  if (seat) return showMine();
  return seats.length ? which(seats) : screen("no_seat", say("web.booth.no_seat_title"), lead(say("web.booth.no_seat")));
}

function which(seats) {
  screen(
    "which",
    say("web.booth.which_seat"),
    el("ul", { class: "whose" }, seats.map((one) => el("li", {}, button(one.label, () => ((seat = one), showMine()), "secondary")))),
  );
}

/** Whether this secret is the one that this trustee has used. */
async function isMine(seed) {
  const { desk } = room;
  if (seat.certificate) {
    const { verification } = JSON.parse(seat.certificate.message);
    return (await desk("verificationKey", { seed })) === verification;
  }
  return !seat.key || (await desk("trusteeKey", { seed })).public_key === seat.key.public_key;
}

async function showMine() {
  const { stage } = room.standing;
  const seed = await recallSecret(room.keyOf(seat));
  const joined = Boolean(seat.certificate || seat.key);
  if (seed === null || !(await isMine(seed))) return joined ? showElsewhere() : showSeatOrNothing();
  room.backup = backupFold(await room.desk("paper", { seed }), {
    owner: seat.label,
    about: say("web.booth.paper_about_trustee", { title: room.standing.title }),
  });
  if (stage === "called") return act(room, seat, seed);
  if (stage === "open") return showOpenedElection(room, seat, seed);
  if (stage === "closed" && unopened(room.standing, seat).length) return showOpening(room, seat, seed);
  return showHandedIn(room);
}

const showSeatOrNothing = () =>
  room.standing.stage === "called" ? showSeat(room, seat) : screen("late", say("web.booth.no_seat_title"), lead(say("web.booth.no_seat")));

/** The secret was made in another browser: it comes back from paper. */
function showElsewhere() {
  const bring = async (text) => {
    const seed = fromPaper(text);
    if (!(await isMine(seed))) throw new Refused("other_secret");
    await keepSecret(room.keyOf(seat), seed);
    await look();
  };
  screen("elsewhere", say("web.booth.elsewhere_title"), lead(say("web.booth.elsewhere_trustee")), restoring(bring), notice("information", say("web.booth.trustee_lost")));
}

/** Where each trustee stands, kept true while this page is open. */
function showOthers({ trustees, stage, group }) {
  const after = ["closed", "announced"].includes(stage);
  const list = document.getElementById("trustees");
  list.replaceChildren(
    ...trustees.map((one) => {
      const step = one.reports.length ? "reported" : !group && !one.key ? "key_alone" : one.step;
      const done = after ? one.shares.length > 0 : one.step === "done";
      const said = after ? (done ? "web.booth.at_shared" : "web.booth.at_unshared") : `web.booth.at_${step}`;
      const standing = done ? "done" : !after && one.step === "waiting" ? "ahead" : "now";
      return el(
        "li",
        { class: `timeline__step timeline__step--${standing}` },
        el("p", { class: "timeline__label" }, one.label, one.mine && el("span", { class: "soft" }, ` · ${say("web.booth.you")}`)),
        one.name && el("p", { class: "timeline__note" }, el("bdi", {}, one.name)),
        el("p", { class: "timeline__note" }, say(said)),
      );
    }),
  );
}

/** Screens in which the browser acts by itself when it is this trustee's turn. */
const CHANGING = new Set(["waiting", "finished", "handed", "no_seat", "seat", "which", "elsewhere", "late", "opened", "opening"]);

let looking = false;
async function news() {
  if (looking) return;
  looking = true;
  try {
    const found = await askJson(status).catch(() => null);
    away(found === null);
    // In other screens the trustee or the browser is at work, and looks again when that is done.
    if (found === null || !CHANGING.has(shown()) || gist(found) === gist(room.standing)) return;
    // Who reads or types is not disturbed by what others do, unless it changes what is theirs to do.
    const reading = ["seat", "which", "elsewhere", "opened", "opening"].includes(shown());
    if (!reading || mineOf(found) !== mineOf(room.standing)) await look();
    else showOthers(found);
  } finally {
    looking = false;
  }
}

/** What a standing leaves to this person. */
const mineOf = (standing) =>
  JSON.stringify([standing?.stage, standing?.round, ...(standing?.trustees ?? []).map(({ mine, may_take: free }) => [mine, free])]);

/** What matters of a standing: all but the time at which it was asked for. */
function gist(standing) {
  const { now, sequence, ...rest } = standing ?? {};
  return JSON.stringify(rest);
}

addEventListener("offline", () => away(true));

await look();
if (!(await lasts())) document.getElementById("booth-forgets").hidden = false;
await showSeal(document.getElementById("booth-seal"), room.standing?.boxes.some(({ fingerprint }) => fingerprint) ? room.standing.booth : "", room.standing?.boxes[0]?.fingerprint ?? "");
follow({ live, since }, news);
