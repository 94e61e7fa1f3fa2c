// The backup of a secret on paper, shown, printed, confirmed, and brought back.

import { Refused } from "./refusals.js";
import { button, buttons, el, lead, notice, paragraph, say, screen, svg } from "./page.js";
import { qrCode, qrOutline } from "./qr.js";
import { canScan, scan } from "./scan.js";

/** The words as a code: dark on light in every colour scheme, since that is how it is read. */
function scannable(words) {
  const { dark } = qrCode(words.join(" ").toUpperCase());
  const side = dark.length + 8;
  return svg(
    "svg",
    {
      class: "paper__scan", viewBox: `0 0 ${side} ${side}`, role: "img", "aria-label": say("web.booth.paper_scan_name"),
      "shape-rendering": "crispEdges",
    },
    svg("rect", { width: side, height: side, fill: "#fff" }),
    svg("path", { d: qrOutline(dark), fill: "#000" }),
  );
}

/** Words, numbers and code of a backup, as they are printed. */
export function paper({ words, code }, { owner, about, made }) {
  return el(
    "section",
    { class: "paper", "aria-labelledby": "paper-title" },
    el("h3", { id: "paper-title" }, say("web.booth.paper_title", { name: owner })),
    paragraph(about, "paper__about"),
    el("ol", { class: "paper__words", dir: "ltr", lang: "la" }, words.map((word) => el("li", {}, word))),
    paragraph(say("web.booth.paper_code")),
    el("ol", { class: "paper__code", dir: "ltr" }, code.map((number) => el("li", {}, number))),
    el("div", { class: "paper__scanned" }, scannable(words), paragraph(say("web.booth.paper_scan"))),
    paragraph(say("web.booth.paper_keep"), "paper__keep"),
    made && paragraph(made, "paper__made"),
  );
}

/** Two different places of twelve, the first before the second. */
function twoPlaces() {
  const [a, b] = crypto.getRandomValues(new Uint8Array(2));
  const first = a % 12;
  const second = (first + 1 + (b % 11)) % 12;
  return [first, second].sort((one, other) => one - other);
}

/** Show the backup, and go on once two of its words have been typed from the paper. */
export function showBackup({ backup, owner, about, why, skip, done }) {
  screen(
    "backup",
    say("web.booth.backup_title"),
    lead(why),
    paper(backup, { owner, about }),
    buttons(
      button(say("web.booth.print"), () => print(), "secondary"),
      button(say("web.booth.written_down"), () => confirm({ backup, owner, about, why, skip, done })),
      skip && button(say("web.booth.no_backup"), skip, "quiet"),
    ),
  );
}

function confirm(given) {
  const { backup, done } = given;
  const places = twoPlaces();
  const fields = places.map((place) => {
    const id = `word-${place + 1}`;
    const input = el("input", {
      class: "input input--middle", id, autocomplete: "off", autocapitalize: "none", spellcheck: "false", dir: "ltr",
      "aria-describedby": `${id}-error`,
    });
    const error = el("p", { class: "field__error", id: `${id}-error`, hidden: true }, say("web.booth.wrong_word", { number: place + 1 }));
    const box = el("div", { class: "field" }, el("label", { class: "label", for: id }, say("web.booth.word_number", { number: place + 1 })), error, input);
    return { place, input, error, box };
  });
  const check = (event) => {
    event.preventDefault();
    const wrong = fields.filter(({ place, input, error, box }) => {
      const typed = input.value.trim().toLowerCase();
      const right = typed === backup.words[place] || typed === backup.code[place];
      error.hidden = right;
      box.classList.toggle("field--wrong", !right);
      input.setAttribute("aria-invalid", String(!right));
      return !right;
    });
    if (wrong.length) return wrong[0].input.focus();
    return done();
  };
  screen(
    "confirm",
    say("web.booth.confirm_title"),
    lead(say("web.booth.confirm_lead")),
    el(
      "form",
      { onsubmit: check, novalidate: true, class: "typing" },
      fields.map(({ box }) => box),
      buttons(
        el("button", { class: "button button--primary" }, say("web.booth.confirm")),
        button(say("web.booth.show_again"), () => showBackup(given), "secondary"),
      ),
    ),
  );
}

/**
 * Ask for a backup.  `bring(text)` turns it into the secret and refuses one that is mistyped or another's.
 * Returned as elements, to stand among others.
 */
export function restoring(bring) {
  const error = el("p", { class: "field__error", id: "paper-error", hidden: true });
  const input = el("textarea", {
    class: "input", id: "paper-text", rows: "3", autocomplete: "off", autocapitalize: "none", spellcheck: "false",
    dir: "ltr", "aria-describedby": "paper-hint paper-error",
  });
  const refuse = (text) => {
    error.textContent = text;
    error.hidden = false;
    input.setAttribute("aria-invalid", "true");
  };
  const brought = async (text) => {
    try {
      await bring(text);
      return true;
    } catch (refusal) {
      if (!(refusal instanceof Refused)) throw refusal;
      refuse(say(refusal.code === "other_secret" ? "web.booth.other_secret" : "web.booth.mistyped_backup"));
      return false;
    }
  };
  const submit = async (event) => {
    event.preventDefault();
    if (!(await brought(input.value))) input.focus();
  };
  return el(
    "form",
    { onsubmit: submit, novalidate: true, class: "typing" },
    el("h3", {}, say("web.booth.restore_title")),
    el(
      "div",
      { class: "field" },
      el("label", { class: "label", for: "paper-text" }, say("web.booth.restore_label")),
      el("p", { class: "hint", id: "paper-hint" }, say("web.booth.restore_hint")),
      error,
      input,
    ),
    buttons(el("button", { class: "button button--secondary" }, say("web.booth.restore"))),
    scanning(brought, refuse),
  );
}

/** A button that reads the code with the camera, and a place for the picture; empty where that cannot be done. */
function scanning(brought, refuse) {
  const view = el("div", { class: "scan" });
  const said = el("p", { class: "hint", role: "status" });
  const place = el("div", { class: "scanner" }, said, view);
  let running = null;
  let asked = false;
  const toggle = async () => {
    if (running) return running.stop();
    if (asked) return undefined; // the browser still asks whether the camera may be used: one camera is enough
    asked = true;
    try {
      running = await scan(view, brought);
    } catch {
      return refuse(say("web.booth.scan_refused"));
    } finally {
      asked = false;
    }
    press.textContent = say("web.booth.scan_stop");
    said.textContent = say("web.booth.scan_looking");
    try {
      await running.looking;
    } catch {
      refuse(say("web.booth.scan_refused"));
    }
    running = null;
    press.textContent = say("web.booth.scan");
    said.textContent = "";
    return undefined;
  };
  const press = button(say("web.booth.scan"), toggle, "secondary");
  canScan().then((can) => can && place.prepend(buttons(press)));
  return place;
}

/** A fold that shows the backup of a secret that is on this device. */
export function backupFold(backup, about) {
  return el(
    "details",
    { class: "booth__more" },
    el("summary", {}, say("web.booth.show_backup")),
    notice("warning", say("web.booth.backup_seen")),
    paper(backup, about),
    buttons(button(say("web.booth.print"), () => print(), "secondary")),
  );
}
