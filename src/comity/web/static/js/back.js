// A form that comes back stands on its own page: the address says so too, so that its links and a reload lead there.
const page = document.querySelector("[data-back-on]");
if (page) history.replaceState(null, "", page.dataset.backOn);
