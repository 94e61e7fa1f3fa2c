// Puts a search box above a long list of choices (`data-narrow`, its label).  What is ticked stays in sight whatever is
// typed; without this script the whole list stands there.

// Accents and case are set aside, as in the server's own searches.
function plain(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLocaleLowerCase();
}

function narrow(list, words) {
  for (const choice of list.querySelectorAll(".choice")) {
    const text = plain(choice.textContent);
    const ticked = choice.querySelector("input").checked;
    choice.hidden = !ticked && !words.every((word) => text.includes(word));
  }
}

for (const [number, list] of document.querySelectorAll("[data-narrow]").entries()) {
  const label = document.createElement("label");
  const box = document.createElement("input");
  box.id = `narrow-${number}`;
  box.type = "search";
  box.className = "input input--middle choices__search";
  box.autocomplete = "off";
  label.htmlFor = box.id;
  label.className = "hint";
  label.textContent = list.dataset.narrow;
  list.before(label, box);
  box.addEventListener("input", () => narrow(list, plain(box.value).split(/\s+/)));
  // Enter in a search box must not send the form around it.
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
}
