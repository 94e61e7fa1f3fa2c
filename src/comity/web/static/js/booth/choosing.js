// The ballot paper: all questions on one sheet, as on paper, with large targets; then the choice read back in words.

import { allows } from "./elections.js";
import { announce, button, buttons, el, lead, paragraph, say, screen } from "./page.js";

/** More than these would push the questions themselves off a phone's screen; the bar below leads to the rest. */
const LISTED = 5;

const isOne = ({ minimum, maximum }) => minimum === 1 && maximum === 1;

/** The answers of a question in the order of its marks, in words. */
const answersOf = (question) => [...(question.blank ? [say("web.booth.blank")] : []), ...question.answers];

function rule(question) {
  const { minimum, maximum } = question;
  if (isOne(question)) return say("web.booth.choose_one");
  return minimum ? say("web.booth.choose_between", { least: minimum, n: maximum }) : say("web.booth.choose_up_to", { n: maximum });
}

/** In words what was chosen of a question. */
export function chosen(question, marks) {
  const found = answersOf(question).filter((_, j) => marks[j]);
  return found.length ? found : [say("web.booth.nothing_chosen")];
}

export function choicesInWords(questions, choices) {
  return el(
    "dl",
    { class: "readback" },
    questions.map((question, i) =>
      el(
        "div",
        { class: "readback__one" },
        el("dt", {}, el("bdi", {}, question.question)),
        chosen(question, choices[i]).map((answer) => el("dd", {}, el("bdi", {}, answer))),
      ),
    ),
  );
}

/** One question: radio buttons where exactly one is chosen, boxes otherwise. */
function sheet(question, number, marks, { changed, saidOnce }) {
  const kind = isOne(question) ? "radio" : "checkbox";
  const inputs = answersOf(question).map((_, j) =>
    el("input", { type: kind, class: "pick__input", name: `q${number}`, id: `q${number}-${j}`, value: j, checked: Boolean(marks[j]) }),
  );
  inputs.forEach((input, j) =>
    input.addEventListener("change", () => {
      // A blank vote stands alone.
      if (kind === "checkbox" && question.blank && input.checked) {
        inputs.forEach((other, k) => (j === 0) !== (k === 0) && (other.checked = false));
      }
      inputs.forEach(({ checked }, k) => (marks[k] = Number(checked)));
      changed();
    }),
  );
  const error = el("p", { class: "field__error", id: `q${number}-error`, hidden: true });
  // Where every question is of one kind its rule stands above them all, and is still heard with each.
  const hint = el("p", { class: saidOnce ? "unseen" : "hint", id: `q${number}-hint` }, rule(question));
  const box = el(
    "fieldset",
    { class: "sheet", id: `q${number}`, "aria-describedby": `q${number}-hint q${number}-error` },
    el("legend", { class: "sheet__title" }, el("bdi", {}, question.question)),
    hint,
    error,
    el(
      "div",
      { class: "picks" },
      answersOf(question).map((answer, j) =>
        el("label", { class: "pick", for: `q${number}-${j}` }, inputs[j], el("bdi", { class: "pick__label" }, answer)),
      ),
    ),
  );
  return { box, error, first: inputs[0], inputs };
}

/** What keeps a question from being answered; null where it is. */
function fault(question, marks) {
  if (allows(question, marks)) return null;
  const count = marks.reduce((sum, mark) => sum + mark, 0);
  if (count > question.maximum) return say("web.booth.too_many", { n: question.maximum });
  return isOne(question) ? say("web.booth.choose_one") : say("web.booth.too_few", { n: question.minimum });
}

/** Show the sheet; `done` is given the choices when every question is answered. */
export function choose({ questions, choices, name, notes, leave, done }) {
  const summary = el("div", { class: "summary", tabindex: "-1", role: "alert", hidden: true });
  const count = el("p", { class: "progress-bar__count", id: "answered" });
  const saidOnce = questions.length > 1 && new Set(questions.map(rule)).size === 1;
  const sheets = questions.map((question, i) => sheet(question, i + 1, choices[i], { changed, saidOnce }));

  const open = () => questions.map((question, i) => fault(question, choices[i]) && i).filter((i) => i !== null);

  function changed() {
    const left = open();
    const said = say("web.booth.answered", { done: questions.length - left.length, all: questions.length });
    if (count.textContent && count.textContent !== said) announce(said);
    count.textContent = said;
    next.hidden = left.length === 0;
    sheets.forEach(({ box, error, inputs }, i) => {
      if (left.includes(i) && !error.hidden) error.textContent = fault(questions[i], choices[i]);
      if (left.includes(i)) return;
      error.hidden = true;
      box.classList.remove("sheet--wrong");
      inputs.forEach((input) => input.removeAttribute("aria-invalid"));
    });
  }

  function review() {
    const left = open();
    if (left.length === 0) return done(choices);
    left.forEach((i) => {
      sheets[i].error.textContent = fault(questions[i], choices[i]);
      sheets[i].error.hidden = false;
      sheets[i].box.classList.add("sheet--wrong");
      sheets[i].inputs.forEach((input) => input.setAttribute("aria-invalid", "true"));
    });
    summary.replaceChildren(
      el("p", { class: "summary__title" }, say("web.booth.unanswered", { n: left.length })),
      el(
        "ul",
        { class: "summary__list" },
        left.slice(0, LISTED).map((i) =>
          el(
            "li",
            {},
            el("a", { href: `#q${i + 1}-0`, onclick: (event) => goTo(event, i) }, el("bdi", {}, questions[i].question), `: ${fault(questions[i], choices[i])}`),
          ),
        ),
      ),
    );
    summary.hidden = false;
    return summary.focus();
  }

  function goTo(event, i) {
    event.preventDefault();
    sheets[i].first.focus();
    sheets[i].box.scrollIntoView({ block: "center" });
  }

  const next = button(say("web.booth.next_open"), (event) => goTo(event, open()[0]), "secondary");
  const form = el(
    "form",
    {
      class: "sheets",
      novalidate: true,
      onsubmit: (event) => {
        event.preventDefault();
        review();
      },
    },
    sheets.map(({ box }) => box),
    el(
      "div",
      { class: "progress-bar" },
      count,
      el("div", { class: "progress-bar__press" }, next, el("button", { class: "button button--primary", type: "submit" }, say("web.booth.review"))),
    ),
  );
  changed();
  screen("choosing", say("web.booth.vote_title", { name }), summary, notes, saidOnce && paragraph(say("web.booth.each", { rule: rule(questions[0]) })), form, leave && buttons(leave));
}

/** The choice read back in words, before anything is sealed. */
export function readBack({ questions, choices, name, change, seal }) {
  screen(
    "review",
    say("web.booth.review_title", { name }),
    lead(say("web.booth.review_lead")),
    choicesInWords(questions, choices),
    buttons(button(say("web.booth.seal_it"), seal), button(say("web.booth.change"), change, "secondary")),
  );
}

/** A choice that nothing has been marked in yet. */
export const emptyChoices = (questions) => questions.map(({ ciphertexts }) => Array(ciphertexts).fill(0));

