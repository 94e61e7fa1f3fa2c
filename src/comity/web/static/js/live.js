// Follows the record: every `<section data-live="/live?view=NAME" data-since="SEQUENCE">` of the page is kept up
// to date over one stream.  A frame says which elements to set, to extend and to remove, all by their ids:
//
//   {"set": {"id": html}, "append": {"id": html}, "remove": ["id"], "say": "One sentence."}
//
// The sentence goes to `#live-say`, a polite live region.  `#live-status` shows that the connection was lost and
// came back; it brings its own words in data-lost, data-back and data-over, in the language of the page.

const LONGEST_WAIT = 30_000;
const HIDDEN_FOR = 15_000; // a browser allows six connections to a site, and a forgotten page must not hold one

const status = document.getElementById("live-status");
const announcer = document.getElementById("live-say");

function addressOf(sections) {
  const address = new URL("/live", location.href);
  const followed = new Map();
  for (const section of sections) {
    const view = new URL(section.dataset.live, location.href).searchParams.get("view");
    const since = Number(section.dataset.since);
    followed.set(view, Math.min(since, followed.get(view) ?? since));
  }
  for (const [view, since] of followed) {
    address.searchParams.append("view", view);
    address.searchParams.append("since", since);
  }
  return address;
}

// Scripts that come in through a template's content never run.
function parsed(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  for (const script of template.content.querySelectorAll("script")) script.remove();
  return template.content;
}

function keyOf(node) {
  return node.nodeType === Node.ELEMENT_NODE && node.id ? `${node.tagName}#${node.id}` : null;
}

function alike(one, other) {
  return one.nodeType === other.nodeType && one.nodeName === other.nodeName && (one.id ?? "") === (other.id ?? "");
}

// What someone is typing or has chosen is theirs: a field that was touched keeps its value.
function touched(field) {
  if (field === document.activeElement) return true;
  if (field instanceof HTMLInputElement) {
    return ["checkbox", "radio"].includes(field.type)
      ? field.checked !== field.defaultChecked
      : field.value !== field.defaultValue;
  }
  if (field instanceof HTMLTextAreaElement) return field.value !== field.defaultValue;
  if (field instanceof HTMLSelectElement) {
    return [...field.options].some((option) => option.selected !== option.defaultSelected);
  }
  return false;
}

const OPENED = new Set(["DETAILS", "DIALOG"]); // opened and closed by the reader

function becomeLike(element, wanted) {
  const own = touched(element);
  for (const { name } of [...element.attributes]) {
    if (name === "open" && OPENED.has(element.nodeName)) continue;
    if (!wanted.hasAttribute(name)) element.removeAttribute(name);
  }
  for (const { name, value } of wanted.attributes) {
    if (name === "open" && OPENED.has(element.nodeName)) continue;
    if (own && ["value", "checked", "selected"].includes(name)) continue;
    if (element.getAttribute(name) !== value) element.setAttribute(name, value);
  }
  if (own && (element instanceof HTMLTextAreaElement || element instanceof HTMLSelectElement)) return;
  childrenLike(element, wanted);
}

// Changes only what differs, so that focus, selection and scrolling stay where they are.
function childrenLike(element, wanted) {
  const known = new Map();
  for (const child of element.childNodes) if (keyOf(child)) known.set(keyOf(child), child);
  let here = element.firstChild;
  for (const want of [...wanted.childNodes]) {
    const key = keyOf(want);
    const match = key ? known.get(key) : here && !keyOf(here) && alike(here, want) ? here : null;
    if (!match) {
      element.insertBefore(want, here);
      continue;
    }
    if (match === here) here = here.nextSibling;
    else if (match.contains(document.activeElement)) {
      // To move the focused element would blur it; what stands before it moves behind instead.
      while (here !== match) {
        const next = here.nextSibling;
        element.append(here);
        here = next;
      }
      here = match.nextSibling;
    } else element.insertBefore(match, here);
    if (match.nodeType === Node.ELEMENT_NODE) becomeLike(match, want);
    else if (match.nodeValue !== want.nodeValue) match.nodeValue = want.nodeValue;
  }
  while (here) {
    const next = here.nextSibling;
    here.remove();
    here = next;
  }
}

export function apply(frame) {
  for (const [id, html] of Object.entries(frame.set ?? {})) {
    const element = document.getElementById(id);
    if (element) childrenLike(element, parsed(html));
  }
  for (const [id, html] of Object.entries(frame.append ?? {})) {
    document.getElementById(id)?.append(parsed(html));
  }
  for (const id of frame.remove ?? []) document.getElementById(id)?.remove();
  if (frame.say && announcer) announcer.textContent = frame.say;
}

function show(state) {
  if (!status) return;
  status.dataset.state = state;
  status.textContent = status.dataset[state] ?? "";
  status.hidden = !status.textContent;
}

function follow(address) {
  let source = null;
  let failures = 0;
  let told = null;
  let over = false;
  let waiting = null;
  let hiding = null;

  function open() {
    clearTimeout(waiting);
    waiting = null;
    if (source || over) return;
    const here = new URL(address);
    if (told) {
      // A stream opened anew cannot say Last-Event-ID: the sequences go into the address instead.
      const sequences = told.split(",");
      const views = here.searchParams.getAll("view");
      here.searchParams.delete("since");
      here.searchParams.delete("view");
      views.forEach((view, n) => {
        here.searchParams.append("view", view);
        here.searchParams.append("since", sequences[n]);
      });
    }
    source = new EventSource(here);
    source.addEventListener("open", () => {
      if (status?.dataset.state === "lost") show("back");
      failures = 0;
    });
    source.addEventListener("view", (event) => {
      apply(JSON.parse(event.data));
      told = event.lastEventId || told;
    });
    source.addEventListener("over", (event) => {
      const { reason } = JSON.parse(event.data);
      over = reason !== "elsewhere";
      close();
      if (over) show("over");
    });
    source.addEventListener("error", () => {
      show("lost");
      if (source?.readyState === EventSource.CLOSED) {
        close();
        again();
      }
    });
  }

  function close() {
    source?.close();
    source = null;
  }

  function again() {
    const wait = Math.min(LONGEST_WAIT, 1000 * 2 ** failures) * (0.5 + Math.random() / 2);
    failures += 1;
    waiting = setTimeout(async () => {
      const answer = await fetch(address, { method: "HEAD", cache: "no-store" }).catch(() => null);
      if (answer && [401, 403, 404].includes(answer.status)) {
        over = true;
        show("over");
      } else if (answer?.ok) open();
      else again();
    }, wait);
  }

  document.addEventListener("visibilitychange", () => {
    clearTimeout(hiding);
    if (document.hidden) hiding = setTimeout(close, HIDDEN_FOR);
    else if (!waiting) open();
  });
  window.addEventListener("pagehide", close);
  window.addEventListener("pageshow", (event) => event.persisted && open());
  window.addEventListener("online", open);
  open();
}

const sections = document.querySelectorAll("section[data-live]");
if (sections.length) follow(addressOf(sections));
