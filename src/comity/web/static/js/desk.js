// The moderator's desk keeps its place: what is pressed is sent without leaving the page, and what comes of it
// arrives over the live stream.  Without this script every press is a form that comes back to the page.

const form = document.getElementById("desk");
const answer = document.getElementById("desk-answer");
const status = document.getElementById("live-status");

const newId = () => [...crypto.getRandomValues(new Uint8Array(16))].map((one) => one.toString(16).padStart(2, "0")).join("");

// What the refusing page says, without the page around it.
function refusal(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  return [...page.querySelectorAll("main .objection, main .summary")];
}

function forget(pressed) {
  if (!pressed.closest(".merge")) return;
  for (const field of document.querySelectorAll(".merge input, .merge textarea")) field.value = "";
  for (const box of document.querySelectorAll('input[form="desk"][type="checkbox"]')) box.checked = false;
}

form?.addEventListener("submit", async (event) => {
  const pressed = event.submitter;
  if (!pressed || "reload" in pressed.dataset) return;
  event.preventDefault();
  const sent = new FormData(form);
  sent.set(pressed.name, pressed.value);
  // The next press is another act, even where it comes before the answer to this one.
  form.elements.id.value = newId();
  answer.replaceChildren();
  try {
    const heard = await fetch(pressed.formAction, { method: "POST", body: sent });
    if (heard.ok && heard.redirected) {
      forget(pressed);
      // The row goes as soon as the stream says so; the next one is where the moderator goes on.
      pressed.closest("li")?.nextElementSibling?.querySelector("button")?.focus();
    } else answer.replaceChildren(...refusal(await heard.text()));
  } catch {
    // Nobody knows whether it was heard: pressed again, it is the same act.
    form.elements.id.value = sent.get("id");
    answer.textContent = status.dataset.lost;
  }
});
