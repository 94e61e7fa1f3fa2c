// Asks the worker, and hands its answers back as promises.

import { Refused } from "./refusals.js";

export function makeDesk() {
  // Made when the page loads: a page that has lost the network could not start it any more.
  const worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" });
  const waiting = new Map();
  let last = 0;
  worker.onmessage = ({ data: { id, answer, refused, passed, figures } }) => {
    const { resolve, reject, told } = waiting.get(id);
    if (passed) return told(passed, figures);
    waiting.delete(id);
    return refused ? reject(new Refused(refused.code, refused.place, refused.blanks)) : resolve(answer);
  };
  worker.onerror = ({ message }) => {
    for (const { reject } of waiting.values()) reject(new Error(message));
    waiting.clear();
  };
  return (ask, given = {}, told = () => {}) =>
    new Promise((resolve, reject) => {
      const id = (last += 1);
      waiting.set(id, { resolve, reject, told });
      worker.postMessage({ id, ask, given });
    });
}
