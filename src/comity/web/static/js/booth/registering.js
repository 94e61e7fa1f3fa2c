// A member's key: made here, its public half registered, its backup offered, brought back from paper.

import { backupFold, restoring, showBackup } from "./backup.js";
import { button, buttons, el, icon, lead, more, notice, objection, paragraph, say, screen } from "./page.js";
import { Refused } from "./refusals.js";
import { keepSecret, recallSecret } from "./store.js";
import { handIn, newAct, Rejected } from "./talk.js";
import { fromPaper } from "./seeds.js";

/** Before: what will happen, and the one button. */
export function showRegistration(booth, mine) {
  screen(
    "register",
    say("web.booth.register_title", { name: mine.name }),
    mine.anew && notice("information", say("web.booth.register_anew", { name: mine.name })),
    lead(say("web.booth.register_lead")),
    buttons(button(say("web.booth.register"), () => register(booth, mine))),
    more(say("web.booth.register_more"), paragraph(say("web.booth.register_who")), paragraph(say("web.booth.register_lost"))),
  );
}

async function register(booth, mine) {
  const { desk, address, csrf, stream, number, keyOf } = booth;
  const seed = await desk("makeSeed");
  // Kept before it is registered, beside an earlier one: whichever the house then names is the one that votes.
  await keepSecret(`${keyOf(mine)}/new`, seed);
  screen("registering", say("web.booth.registering"), el("p", { class: "booth__waiting" }, icon("key"), say("web.booth.registering_lead")));
  const body = await desk("register", { seed, stream, number, box: mine.box, of: mine.of });
  try {
    await handIn(`${address}${mine.box}/credential`, JSON.stringify(body), { act: newAct(), csrf, lost: () => booth.away(true) });
  } catch (error) {
    if (!(error instanceof Rejected)) throw error;
    return screen("refused", say("web.booth.register_refused"), objection(say("web.booth.refused"), error.answer), buttons(button(say("web.booth.look_again"), () => booth.look(), "secondary")));
  }
  return showBackup({
    ...(await aboutBackup(booth, mine, seed)),
    why: say("web.booth.backup_why_voter"),
    skip: () => booth.look(),
    done: () => booth.look(),
  });
}

/** The secret on this device whose public half is registered; null where there is none. */
export async function secretHere(booth, mine) {
  const key = booth.keyOf(mine);
  for (const place of [key, `${key}/new`]) {
    const seed = await recallSecret(place);
    if (seed !== null && (await booth.desk("credential", { seed })) === mine.credential) return seed;
  }
  return null;
}

const aboutBackup = async (booth, mine, seed) => ({
  backup: await booth.desk("paper", { seed }),
  owner: mine.name,
  about: say("web.booth.paper_about_voter", { title: booth.title }),
});

/** After: the key is here, and the ballot is not open yet. */
export async function showRegistered(booth, mine, seed) {
  const { backup, owner, about } = await aboutBackup(booth, mine, seed);
  screen(
    "registered",
    say("web.booth.registered_title", { name: mine.name }),
    notice("done", say("web.booth.registered_here")),
    lead(say("web.booth.wait_for_opening")),
    backupFold(backup, { owner, about }),
  );
}

/** The key that is registered was made elsewhere. */
export function showElsewhere(booth, mine, open) {
  const bring = async (text) => {
    const seed = fromPaper(text);
    if ((await booth.desk("credential", { seed })) !== mine.credential) throw new Refused("other_secret");
    await keepSecret(booth.keyOf(mine), seed);
    await booth.look();
  };
  screen(
    "elsewhere",
    say("web.booth.elsewhere_title"),
    lead(say("web.booth.elsewhere_lead", { name: mine.name })),
    restoring(bring),
    notice("information", say(open ? "web.booth.elsewhere_late" : "web.booth.elsewhere_anew", open ? {} : { name: mine.name })),
    mine.may_register && buttons(button(say("web.booth.register"), () => showRegistration(booth, mine), "secondary")),
  );
}
