// Builds what stands on the page: sentences in the reader's language, elements, screens that take the focus.

const words = JSON.parse(document.getElementById("words").textContent);
const plural = new Intl.PluralRules(document.documentElement.lang);

/** A sentence by its key, its blanks filled; a key that is not there is a defect and throws. */
export function say(key, blanks = {}) {
  const forms = words[key];
  if (forms === undefined) throw new Error(`no sentence ${key}`);
  const form = typeof forms === "string" ? forms : (forms[plural.select(Number(blanks.n))] ?? forms.other);
  return form.replace(/\{(\w+)\}/g, (_, name) => String(blanks[name]));
}

/** Why something was refused by the booth's own checks. */
export const sayRefusal = ({ code, place, blanks }) => {
  const key = ["ballots.refusals", "web.booth"].map((file) => `${file}.${code}`).find((one) => one in words);
  const reason = key ? say(key, blanks) : code;
  return place ? `${reason} (${place})` : reason;
};

const SVG = "http://www.w3.org/2000/svg";

/** An element with its attributes, its listeners (`on…`) and its children; null children are left out. */
export function el(tag, attributes = {}, ...children) {
  const found = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) found.addEventListener(name.slice(2), value);
    else if (value === true) found.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) found.setAttribute(name, value);
  }
  found.append(...present(children));
  return found;
}

/** Children that are there: what a condition left out is not. */
const present = (children) => children.flat().filter((child) => child !== null && child !== undefined && child !== false);

/** A drawing, or a part of one. */
export function svg(tag, attributes, ...children) {
  const found = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) found.setAttribute(name, value);
  found.append(...children);
  return found;
}

export function icon(name) {
  const use = svg("use", { href: `${document.getElementById("booth").dataset.icons}#${name}` });
  return svg("svg", { class: "icon", "aria-hidden": "true" }, use);
}

export const button = (label, onclick, kind = "primary", more = {}) =>
  el("button", { type: "button", class: `button button--${kind}`, onclick, ...more }, label);

export const buttons = (...children) => el("div", { class: "buttons" }, ...children);

export const notice = (kind, text, title = null) =>
  el(
    "div",
    { class: `notice notice--${kind}` },
    icon({ done: "done", warning: "warning", information: "information" }[kind]),
    el("div", { class: "notice__body" }, title && el("p", { class: "notice__title" }, title), el("p", {}, text)),
  );

/** What the house said against an act: reason, rule and remedy. */
export const objection = (title, { reason, citation, remedy }) =>
  el(
    "div",
    { class: "objection", role: "group" },
    el("p", { class: "objection__title" }, icon("objection"), title),
    el("p", { class: "objection__reason" }, reason),
    (citation || remedy) &&
      el(
        "dl",
        { class: "objection__facts" },
        citation && fact(say("web.layout.citation"), citation),
        remedy && fact(say("web.layout.what_now"), remedy),
      ),
  );

export const fact = (term, ...said) => el("div", {}, el("dt", {}, term), el("dd", {}, ...said));

/** Something to compare or to take along, with a button that copies it (js/copy.js). */
export const code = (name, label, value) =>
  el(
    "div",
    { class: "code" },
    el("p", { class: "code__label", id: `${name}-label` }, label),
    el(
      "div",
      { class: "code__row" },
      el("code", { class: "code__text", id: name, dir: "ltr" }, value),
      button([icon("copy"), say("web.layout.copy")], () => {}, "secondary code__copy", {
        "data-copy": name, "aria-describedby": `${name}-label`,
      }),
    ),
    el("p", { class: "code__copied", role: "status" }, el("span", { class: "code__done", hidden: true }, icon("done"), say("web.layout.copied"))),
  );

const place = document.getElementById("booth-screen");
const announcer = document.getElementById("booth-say");
let standing = null;

/** Say something to assistive technology without moving anything. */
export function announce(text) {
  announcer.textContent = text;
}

/**
 * Show a screen under its title.  The title takes the focus, so that keyboard and screen reader are where the eye is;
 * not at the first screen of a page, which stands where the reader comes from.
 */
export function screen(name, title, ...children) {
  const first = standing === null;
  const again = standing === name;
  const busy = place.contains(document.activeElement);
  const folds = again ? [...place.querySelectorAll("details")].map(({ open }) => open) : [];
  standing = name;
  const heading = el("h2", { class: "booth__title", tabindex: "-1", id: "booth-title" }, title);
  place.dataset.screen = name;
  place.replaceChildren(heading, ...present(children));
  // A screen that only tells something newer leaves the reader, and what was unfolded, where they are.
  [...place.querySelectorAll("details")].forEach((fold, i) => (fold.open = folds[i] ?? fold.open));
  if (first || (again && !busy)) return;
  heading.focus({ preventScroll: true });
  if (!again) document.getElementById("booth").scrollIntoView({ block: "start" });
}

export const shown = () => standing;
export const paragraph = (text, kind = "") => el("p", kind ? { class: kind } : {}, text);
export const lead = (text) => paragraph(text, "lead");

/** A fold with more to read. */
export const more = (summary, ...children) =>
  el("details", { class: "booth__more" }, el("summary", {}, summary), ...children);

/** Keep the reader from leaving by mistake, for as long as needed. */
export function holdPage() {
  const hold = (event) => event.preventDefault();
  addEventListener("beforeunload", hold);
  return () => removeEventListener("beforeunload", hold);
}
