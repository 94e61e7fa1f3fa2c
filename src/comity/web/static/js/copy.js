// Copies what a `data-copy` button names.  Without this script the button is not shown (see controls.css).

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const code = document.getElementById(button.dataset.copy);
  const done = button.closest(".code").querySelector(".code__done");
  try {
    await navigator.clipboard.writeText(code.textContent);
  } catch {
    // Where the clipboard is refused, the text is left selected for the keyboard.
    getSelection().selectAllChildren(code);
    return;
  }
  done.hidden = false;
  setTimeout(() => (done.hidden = true), 4000);
});
