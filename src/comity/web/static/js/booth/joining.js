// A trustee's part in making the key: the secret and its backup first, then what the browser does by itself.

import { showBackup } from "./backup.js";
import { button, buttons, el, icon, lead, notice, objection, paragraph, say, screen } from "./page.js";
import { Refused } from "./refusals.js";
import { keepSecret } from "./store.js";
import { handIn, newAct, Rejected } from "./talk.js";

/** What a trustee is, and what the next five minutes ask for. */
export function showSeat(room, seat) {
  const { group, threshold, size } = room.standing;
  const steps = ["make", "write", "wait", "open"].map((step) => el("li", {}, say(`web.booth.step_${step}`)));
  screen(
    "seat",
    say("web.booth.seat_title", { seat: seat.label }),
    lead(group ? say("web.booth.seat_group", { threshold, n: size }) : say("web.booth.seat_single", { n: size })),
    el("ol", { class: "seat-steps" }, steps),
    buttons(button(say("web.booth.make_key"), () => makeTheKey(room, seat))),
  );
}

async function makeTheKey(room, seat) {
  const seed = await room.desk("makeSeed");
  showBackup({
    backup: await room.desk("paper", { seed }),
    owner: seat.label,
    about: say("web.booth.paper_about_trustee", { title: room.standing.title }),
    why: say("web.booth.backup_why_trustee"),
    done: async () => {
      await keepSecret(room.keyOf(seat), seed);
      await act(room, seat, seed);
    },
  });
}

const post = (room, step, body) =>
  handIn(`${room.base}trustees/${step}`, JSON.stringify(body), { act: newAct(), csrf: room.csrf, lost: () => room.away(true) });

const certificates = (standing) => standing.trustees.map(({ certificate }) => certificate);

/** What a trustee's secret is worked out from. */
export const ceremonyOf = ({ group, threshold, trustees, letters }, { owner }) =>
  group
    ? {
        index: owner,
        threshold,
        certificates: trustees.map(({ certificate }) => certificate),
        dealt: trustees.map(({ owner: dealer, dealing }) => ({
          ...dealing,
          letter: letters.find((one) => one.owner === owner && one.dealer === dealer)?.letter,
        })),
      }
    : null;

/** The step that this trustee's browser takes now; null where it waits for others or has finished. */
function stepOf({ group, trustees }, seat) {
  if (!seat.certificate && !seat.key) return group ? "certificate" : "key";
  if (!group || seat.key) return null;
  if (!seat.dealing) return trustees.every(({ certificate }) => certificate) ? "dealing" : null;
  return trustees.every(({ dealing }) => dealing) && seat.reports.length === 0 ? "key" : null;
}

async function messageOf({ desk, standing }, { owner }, step, seed) {
  const { group, size, threshold } = standing;
  if (step === "certificate") return { certificate: await desk("certify", { seed, index: owner, size, threshold }) };
  if (step === "dealing") return desk("deal", { seed, certificates: certificates(standing), threshold });
  if (!group) return { key: await desk("trusteeKey", { seed }) };
  return { key: await desk("receive", { seed, ...ceremonyOf(standing, { owner }) }) };
}

/** Take the step that is due, if one is; what does not fit is reported with its dealer's name. */
export async function act(room, seat, seed) {
  const { standing } = room;
  const step = stepOf(standing, seat);
  if (step === null) return showWaiting(room, seat);
  const { round } = standing;
  const { owner } = seat;
  screen("working", say(`web.booth.working_${step}`), el("p", { class: "booth__waiting" }, icon("key"), say("web.booth.working")));
  try {
    await post(room, step, { round, owner, ...(await messageOf(room, seat, step, seed)) });
  } catch (error) {
    if (error instanceof Refused) {
      const [, dealer] = /^(?:dealer|certificate) (\d+)/.exec(error.place) ?? [];
      if (!dealer) throw error;
      await post(room, "report", { round, owner, dealer: Number(dealer), reason: error.code });
      return room.look();
    }
    if (!(error instanceof Rejected)) throw error;
    return screen("refused", say("web.booth.step_refused"), objection(say("web.booth.refused"), error.answer), buttons(button(say("web.booth.look_again"), () => room.look(), "secondary")));
  }
  return room.look();
}

const nameOf = (trustee) => (trustee.name ? `${trustee.label} (${trustee.name})` : trustee.label);

/** Those for whom the ceremony waits. */
function awaited({ group, trustees }) {
  if (!group) return trustees.filter(({ key }) => !key);
  const stage = ["certificate", "dealing", "key"].find((part) => trustees.some((trustee) => !trustee[part]));
  return stage ? trustees.filter((trustee) => !trustee[stage]) : [];
}

function showWaiting(room, seat) {
  const { trustees } = room.standing;
  const left = awaited(room.standing);
  const finished = left.length === 0;
  const reports = trustees.flatMap((by) => by.reports.map((report) => ({ by, ...report })));
  const unfit = reports.map(({ by, dealer, reason }) =>
    notice(
      "warning",
      say("web.booth.unfit", { dealer: nameOf(trustees[dealer - 1]), by: nameOf(by), reason: room.reasonOf(reason) }),
      say("web.booth.unfit_title"),
    ),
  );
  screen(
    finished ? "finished" : "waiting",
    say(finished ? "web.booth.key_made" : seat.key ? "web.booth.part_made" : "web.booth.joined"),
    unfit,
    lead(finished ? say("web.booth.key_made_lead") : say("web.booth.waiting_for", { names: left.map(nameOf).join(room.comma) })),
    !finished && reports.length === 0 && paragraph(say("web.booth.leave_open")),
    room.backup,
  );
}
