// Keeps clocks that run down true while the page stands.  The time left comes from the server, so a wrong clock on
// the reader's device does no harm; without this script the server's time at drawing stands there.

const drawn = performance.now();
const births = new WeakMap();
const day = new Intl.NumberFormat(document.documentElement.lang, { style: "unit", unit: "day", unitDisplay: "long", numberingSystem: "latn" });
const two = (number) => String(number).padStart(2, "0");

function show(clock) {
  // A clock that a live update brought in counts from the moment it came.
  if (!births.has(clock)) births.set(clock, started ? performance.now() : drawn);
  const left = Math.max(0, Math.floor(clock.dataset.left - (performance.now() - births.get(clock)) / 1000));
  const days = Math.floor(left / 86400);
  const hours = `${two(Math.floor((left % 86400) / 3600))}:${two(Math.floor((left % 3600) / 60))}:${two(left % 60)}`;
  clock.querySelector("[data-clock]").textContent = days ? `${day.format(days)} ${hours}` : hours;
  clock.toggleAttribute("data-over", left === 0);
  clock.toggleAttribute("data-near", left > 0 && left <= Number(clock.dataset.soon ?? 0));
}

let started = false;
const tick = () => document.querySelectorAll("[data-countdown]").forEach(show);
tick();
started = true;
setInterval(tick, 1000);
