// Talks to the house: questions, and acts that are sent again, as the same act, until the house has said yes or no.

import { base64 } from "./bytes.js";

const PATIENCE = 20_000;
const LONGEST_WAIT = 15_000;

/** The house said no; the reason, the citation and the remedy are in the reader's language. */
export class Rejected extends Error {
  constructor(answer, status) {
    super(answer.reason);
    this.name = "Rejected";
    this.answer = answer;
    this.status = status;
  }
}

/** An id for one act, to be kept while it is sent again. */
export const newAct = () =>
  base64(crypto.getRandomValues(new Uint8Array(16))).replaceAll("+", "-").replaceAll("/", "_");

let wake = () => {};

/** Send what is waiting now, and not when its time has come. */
export const hurry = () => wake();

const pause = (milliseconds) =>
  new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      removeEventListener("online", done);
      wake = () => {};
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    addEventListener("online", done);
    wake = done;
  });

async function withPatience(address, options) {
  const giveUp = new AbortController();
  const timer = setTimeout(() => giveUp.abort(), PATIENCE);
  try {
    const answer = await fetch(address, { credentials: "same-origin", cache: "no-store", ...options, signal: giveUp.signal });
    return { status: answer.status, headers: answer.headers, body: new Uint8Array(await answer.arrayBuffer()) };
  } finally {
    clearTimeout(timer);
  }
}

const parsed = (body) => {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    return null;
  }
};

/** What stands at an address; null where it is not there. */
export async function ask(address) {
  const { status, body } = await withPatience(address);
  if (status === 404) return null;
  if (status !== 200) throw new Error(`${address}: ${status}`);
  return body;
}

export const askJson = async (address) => parsed(await ask(address));

/**
 * Hand in an act.  Where no answer comes, or one that says neither yes nor no, nobody knows whether the house has it:
 * the same body under the same id goes again until it is known.  `lost(attempt)` is told of each such time.
 */
export async function handIn(address, body, { act, csrf, lost = () => {} }) {
  for (let attempt = 1; ; attempt += 1) {
    let wait = Math.min(LONGEST_WAIT, 500 * 2 ** attempt) * (0.5 + Math.random() / 2);
    try {
      const headers = { "Content-Type": "application/json", "X-CSRFToken": csrf, "X-Act": act };
      const answer = await withPatience(address, { method: "POST", headers, body });
      const said = parsed(answer.body);
      if (said?.ok) return said;
      const known = said && typeof said.reason === "string" && answer.status < 500;
      if (known) throw new Rejected(said, answer.status);
      wait = Number(answer.headers.get("Retry-After")) * 1000 || wait;
    } catch (error) {
      if (error instanceof Rejected) throw error;
    }
    lost(attempt);
    await pause(wait);
  }
}

/** Call `news` whenever something happens, and every few seconds besides while somebody is awaited. */
export function follow({ live, since }, news, every = 5000) {
  let source = null;
  const look = () => document.hidden || news();
  const open = () => {
    if (!live || source || document.hidden) return;
    source = new EventSource(`${live}&since=${since}`);
    source.addEventListener("view", look);
    source.addEventListener("over", close);
  };
  const close = () => {
    source?.close();
    source = null;
  };
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return close();
    look();
    return open();
  });
  addEventListener("pagehide", close);
  addEventListener("online", look);
  setInterval(look, every);
  open();
}
