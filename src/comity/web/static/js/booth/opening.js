// A trustee opens the tally: every check is shown as it is passed, and only then the key is used.

import { ceremonyOf } from "./joining.js";
import { announce, button, buttons, code, el, icon, lead, more, notice, objection, paragraph, say, sayRefusal, screen } from "./page.js";
import { Refused, require } from "./refusals.js";
import { ask, handIn, newAct, Rejected } from "./talk.js";

/** The boxes of which this trustee has not handed in a share. */
export const unopened = ({ boxes }, seat) => boxes.filter(({ box }) => !seat.shares.includes(box));

export function showOpening(room, seat, seed) {
  const whole = el("input", { type: "checkbox", class: "choice__input", id: "whole" });
  screen(
    "opening",
    say("web.booth.open_title"),
    lead(say("web.booth.open_lead")),
    el("div", { class: "choice" }, whole, el("label", { class: "choice__label", for: "whole" }, say("web.booth.open_whole"))),
    buttons(button(say("web.booth.open"), () => open(room, seat, seed, whole.checked))),
    more(say("web.booth.open_elsewhere"), paragraph(say("web.booth.open_command")), el("p", {}, el("code", { dir: "ltr" }, "comity ballots decrypt"))),
  );
}

/** While votes are cast: that the election which was opened is sealed with this trustee's own key among others. */
export async function showOpenedElection(room, seat, seed) {
  const { base, desk, standing } = room;
  const found = el("div", { class: "stack" });
  screen("opened", say("web.booth.key_made"), lead(say("web.booth.key_made_lead")), found, room.backup);
  try {
    for (const { box } of standing.boxes) {
      const [raw, trustees] = await Promise.all(["election", "trustees"].map((name) => ask(`${base}${box}/${name}.json`)));
      const { fingerprint } = await desk("ready", { raw });
      const owner = await desk("checkTrustees", { raw: trustees, seed, ceremony: ceremonyOf(standing, seat) });
      require(owner === seat.owner, "not_your_key", box, { owner: seat.owner });
      found.append(notice("done", say("web.booth.key_used", { owner })), code(`fingerprint-${box}`, say("web.booth.fingerprint"), fingerprint));
    }
  } catch (refusal) {
    if (!(refusal instanceof Refused)) throw refusal;
    found.append(notice("warning", sayRefusal(refusal), say("web.booth.key_not_used")));
  }
}

function boxName({ box }) {
  return box === "all" ? null : el("h3", {}, say(`web.booth.box_${box}`));
}

async function open(room, seat, seed, whole) {
  const boxes = unopened(room.standing, seat);
  const lists = boxes.map((one) => el("ol", { class: "checks" }));
  const after = el("div", {});
  screen("checking", say("web.booth.checking"), boxes.map((one, i) => [boxName(one), lists[i]]).flat(), after);
  try {
    for (const [i, one] of boxes.entries()) await openBox(room, seat, seed, { one, list: lists[i], whole });
  } catch (error) {
    const again = buttons(button(say("web.booth.look_again"), () => room.look(), "secondary"));
    if (error instanceof Refused) after.append(notice("warning", sayRefusal(error), say("web.booth.check_failed")), again);
    else if (error instanceof Rejected) after.append(objection(say("web.booth.refused"), error.answer), again);
    else throw error;
    return after.scrollIntoView({ block: "center" });
  }
  return room.look();
}

async function openBox(room, seat, seed, { one, list, whole }) {
  const { base, csrf, desk, standing } = room;
  const { box, fingerprint, tally } = one;
  const passed = (name, figures) => {
    if (name === "proof") return count(list, figures);
    list.querySelector(".checks__count")?.remove();
    list.append(el("li", { class: "checks__one" }, icon("done"), el("span", {}, say(`web.booth.check_${name}`, figures))));
    return announce(say(`web.booth.check_${name}`, figures));
  };
  const archive = await ask(`${base}${box}/archive.bel`);
  const key = { seed, owner: seat.owner, ceremony: ceremonyOf(standing, seat) };
  const made = await desk("open", { archive, fingerprint, whole, ...key }, passed);
  // What was checked and what the house asks to be opened must be one thing.
  if (made.tally !== tally) throw new Refused("false_tally", box);
  const body = JSON.stringify({ owner: seat.owner, box, share: made.share, transcript: made.transcript });
  await handIn(`${base}trustees/share`, body, { act: newAct(), csrf, lost: () => room.away(true) });
  passed("handed", {});
}

function count(list, { done, all }) {
  const line = list.querySelector(".checks__count") ?? list.appendChild(el("li", { class: "checks__count" }));
  line.textContent = say("web.booth.checked_so_far", { done, all });
}

/** This trustee's share is in. */
export function showHandedIn(room) {
  const { stage, boxes, threshold, group, size } = room.standing;
  const needed = group ? threshold : size;
  const missing = Math.max(0, ...boxes.map(({ shares }) => needed - shares.length));
  const announced = stage === "announced";
  const waiting = missing ? say("web.booth.handed", { n: missing }) : say("web.booth.handed_all");
  screen(
    "handed",
    say(announced ? "web.booth.announced_title" : "web.booth.handed_title"),
    lead(announced ? say("web.booth.announced") : waiting),
    buttons(el("a", { class: announced ? "button button--primary" : "button button--secondary", href: room.page }, say("web.booth.to_ballot"))),
  );
}
