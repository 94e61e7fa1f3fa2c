// Plays a selection: each day is a page of its own, of which only the parts that differ are taken over.

const player = document.getElementById("player");
const PARTS = ["player-line", "player-ways", "player-day"];
const part = (name, from = document) => from.getElementById(name);
const button = part("play-button");
const speed = part("play-speed");
const calm = matchMedia("(prefers-reduced-motion: reduce)");
let timer = 0;
let latest = 0;

const playing = () => timer !== 0;
const address = (way) => player.querySelector(`a[data-way="${way}"]`)?.href;

function pause() {
  clearTimeout(timer);
  timer = 0;
  button.textContent = player.dataset.play;
}

function later() {
  timer = setTimeout(async () => {
    const next = address("event_after");
    if (!next || document.hidden) return pause();
    await show(next);
    if (playing()) address("event_after") ? later() : pause();
  }, Number(speed.value));
}

function play() {
  button.textContent = player.dataset.pause;
  timer = 1;
  const next = address("event_after") ?? address("first");
  if (!next) return pause();
  show(next).then(() => playing() && later());
}

/** Take over the day at that address; whoever holds the focus keeps it. */
async function show(href, remember = true) {
  const turn = ++latest;
  let page;
  try {
    const answer = await fetch(href, { headers: { Accept: "text/html" } });
    page = new DOMParser().parseFromString(await answer.text(), "text/html");
  } catch {
    location.href = href;
    return;
  }
  if (turn !== latest) return;
  if (!part("player-day", page)) {
    location.href = href;
    return;
  }
  const way = document.activeElement?.dataset?.way;
  for (const name of PARTS) {
    const fresh = document.importNode(part(name, page), true);
    part(name).replaceWith(fresh);
  }
  part("go-day").value = part("player-day").dataset.day;
  if (way) (player.querySelector(`[data-way="${way}"]`) ?? button).focus({ preventScroll: true });
  if (!calm.matches) part("player-day").classList.add("player--turning");
  const said = ["day-title", "player-stage"].map((name) => part(name)?.textContent.trim());
  part("player-say").textContent = said.join(". ");
  if (remember) history.pushState(null, "", href);
}

function leave(href) {
  pause();
  if (href) show(href);
}

if (player) {
  part("player-play").hidden = false;
  part("player-keys").hidden = false;
  if (calm.matches) speed.value = speed.options[0].value;
  button.addEventListener("click", () => (playing() ? pause() : play()));
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.('a[href^="?day="]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    leave(link.href);
    if (!player.contains(link)) player.scrollIntoView({ block: "start" });
  });
  part("player-go").addEventListener("submit", (event) => {
    event.preventDefault();
    leave(`?day=${encodeURIComponent(part("go-day").value)}`);
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.target.closest("input, select, textarea, summary")) return;
    const forward = document.documentElement.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
    const along = event.key === forward ? "after" : event.key.startsWith("Arrow") ? "before" : "";
    if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
      leave(address(`${event.shiftKey ? "event" : "day"}_${along}`));
    } else if (event.key === "Home" || event.key === "End") {
      leave(address(event.key === "Home" ? "first" : "last"));
    } else if (event.key === "p" || event.key === "P") {
      playing() ? pause() : play();
    } else return;
    event.preventDefault();
  });
  addEventListener("popstate", () => show(location.href, false));
}
