// A ballot from its sealing to the box: cast it, or open it to see that this device told the truth.

import { choicesInWords } from "./choosing.js";
import { announce, button, buttons, code, el, holdPage, icon, lead, more, notice, objection, paragraph, say, screen } from "./page.js";
import { discard, keep } from "./store.js";
import { handIn, hurry, newAct, Rejected } from "./talk.js";

/** The sealed ballot: nothing has been sent. */
export function showSealed({ tracker, cast, audit }) {
  screen(
    "sealed",
    say("web.booth.sealed_title"),
    lead(say("web.booth.sealed_lead")),
    code("tracker", say("web.booth.tracker"), tracker),
    el(
      "div",
      { class: "two-ways" },
      el("section", { class: "two-ways__one two-ways__one--main" }, el("h3", {}, say("web.booth.cast_title")), paragraph(say("web.booth.cast_hint")), buttons(button(say("web.booth.cast"), cast))),
      el("section", { class: "two-ways__one" }, el("h3", {}, say("web.booth.audit_title")), paragraph(say("web.booth.audit_hint")), buttons(button(say("web.booth.audit"), audit, "secondary"))),
    ),
  );
}

/** The ballot that was opened: what it held, its randomness to take along, and on to a new one. */
export function showOpened({ questions, opened, again, change }) {
  const { holds, choices, file } = opened;
  if (!holds) {
    return screen("audit", say("web.booth.opened_false"), notice("warning", say("web.booth.do_not_vote")));
  }
  const address = URL.createObjectURL(new Blob([JSON.stringify(file)], { type: "application/json" }));
  return screen(
    "audit",
    say("web.booth.opened_title"),
    choicesInWords(questions, choices),
    notice("information", say("web.booth.opened_spoiled")),
    code("opened-tracker", say("web.booth.tracker_spoiled"), file.tracker),
    more(
      say("web.booth.opened_more"),
      paragraph(say("web.booth.opened_file")),
      el("p", {}, el("code", { dir: "ltr" }, "comity ballots opened FILE")),
      buttons(el("a", { class: "button button--secondary", href: address, download: `${file.tracker.replace(/[^0-9A-Za-z]/g, "").slice(0, 12)}.opened.json` }, say("web.booth.opened_download"))),
      el("h3", { id: "randomness-title" }, say("web.booth.opened_randomness")),
      el("ol", { class: "randomness", dir: "ltr", tabindex: "0", "aria-labelledby": "randomness-title" }, file.randomness.flat().map((number) => el("li", {}, number))),
    ),
    buttons(button(say("web.booth.seal_new"), again), button(say("web.booth.change"), change, "secondary")),
  );
}

/**
 * Send a sealed ballot until the house has said yes or no.  It is kept on this device first, so that a page that was
 * closed in between takes up where it was; what is kept is the sealed ballot, which nobody can open.
 */
export async function cast({ ballot, address, csrf, key, done, refused }) {
  const act = ballot.act ?? newAct();
  await keep(key, { ...ballot, act });
  const release = holdPage();
  const attempts = el("p", { class: "soft" });
  const sending = () =>
    screen(
      "casting",
      say("web.booth.casting"),
      el("p", { class: "booth__waiting" }, icon("sealed"), say("web.booth.casting_lead")),
      code("tracker", say("web.booth.tracker"), ballot.tracker),
    );
  const lost = (attempt) => {
    if (attempt === 1) {
      screen(
        "lost",
        say("web.booth.lost_title"),
        notice("warning", say("web.booth.lost_lead")),
        code("tracker", say("web.booth.tracker"), ballot.tracker),
        attempts,
        buttons(button(say("web.booth.send_now"), () => hurry())),
      );
    }
    attempts.textContent = say("web.booth.attempts", { n: attempt });
  };
  sending();
  try {
    const said = await handIn(address, ballot.raw, { act, csrf, lost });
    // What the house says it has must be what was sealed here.
    if (said.tracker !== ballot.tracker) throw new Rejected({ reason: say("web.booth.other_tracker") }, 200);
    await discard(key);
    await done(said);
  } catch (error) {
    if (!(error instanceof Rejected)) throw error;
    // Who is no longer signed in has not been told about this ballot: it stays, and goes again after signing in.
    if (error.status !== 403) await discard(key);
    refused(error.answer);
  } finally {
    release();
  }
}

/** The ballot is in the box. */
export function showCast({ tracker, when, board, oneVoteOnly, again, heading, seen }) {
  const find = `${board}?find=1&q=${encodeURIComponent(tracker)}`;
  screen(
    "cast",
    say("web.booth.cast_done"),
    el(
      "section",
      { class: "receipt" },
      el("p", { class: "receipt__of" }, heading),
      code("tracker", say("web.booth.tracker"), tracker),
      when && paragraph(when, "soft"),
    ),
    lead(say("web.booth.cast_keep")),
    seen && notice("done", seen),
    buttons(
      el("a", { class: "button button--primary", href: find }, say("web.booth.find")),
      button(say("web.booth.print"), () => print(), "secondary"),
      !oneVoteOnly && again && button(say("web.booth.vote_again"), again, "quiet"),
    ),
    paragraph(say(oneVoteOnly ? "web.booth.one_vote" : "web.booth.last_counts"), "soft"),
  );
  announce(say("web.booth.cast_done"));
}

export function showRefused(answer, again) {
  screen("refused", say("web.booth.refused_title"), objection(say("web.booth.refused"), answer), again && buttons(button(say("web.booth.look_again"), again, "secondary")));
}
