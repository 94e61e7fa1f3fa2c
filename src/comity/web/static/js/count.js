// Keeps the count of characters under a `data-count` text true while someone writes.  Without this script the
// server's own count stands there.  Assistive technology hears it once the writing pauses, not at every key.

const pauses = new WeakMap();

document.addEventListener("input", ({ target }) => {
  if (!target.matches?.("[data-count]")) return;
  const count = document.getElementById(`${target.id}-count`);
  // The limit counts characters as the server does, not the UTF-16 units of the browser.
  count.querySelector("[data-used]").textContent = [...target.value].length;
  count.setAttribute("aria-live", "off");
  clearTimeout(pauses.get(target));
  pauses.set(
    target,
    setTimeout(() => {
      count.setAttribute("aria-live", "polite");
      count.querySelector("[data-used]").textContent = [...target.value].length;
    }, 1000),
  );
});
