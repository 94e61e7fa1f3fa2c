// While a question is at work its part of the page is fetched again; the form beside it stays as it is.

const EVERY = 700;

async function look() {
  const page = document.hidden ? null : await fresh();
  if (page) {
    const now = page.getElementById("study");
    const before = document.getElementById("study");
    if (now.dataset.standing === "running" && before.dataset.standing === "running") move(before, now);
    else before.replaceWith(document.importNode(now, true));
    if (!["running", "waiting"].includes(now.dataset.standing)) {
      document.getElementById("answer-title")?.focus();
      return;
    }
  }
  setTimeout(look, EVERY);
}

/** Only the bar and its words move, so that whoever is about to press "Stop" still can. */
function move(before, now) {
  const [bar, next] = [before, now].map((part) => part.querySelector("progress"));
  bar.value = next.value;
  before.querySelector(".progress__text").textContent = now.querySelector(".progress__text").textContent;
}

async function fresh() {
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return page.getElementById("study") ? page : null;
  } catch {
    return null;
  }
}

setTimeout(look, EVERY);
