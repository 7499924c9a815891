// Loads what the page asks for; every page works without it.
const ready = document.querySelector("[data-rows]") ? import("./rows.js") : Promise.resolve();
// A remembered draft may need rows to be put back into.
if (document.querySelector("form[data-autosave], form[data-keep]")) ready.then(() => import("./autosave.js"));
else if (Object.keys(sessionStorage).some((name) => name.startsWith("draft:"))) import("./drafts.js");
if (document.querySelector("[data-check]")) import("./check.js");
if (document.querySelector("[data-countdown]")) import("./countdown.js");

// A kept draft must not wait for the next person at this machine.
document.querySelector("form[action$='/auth/sign-out']")?.addEventListener("submit", () => sessionStorage.clear());

// A second click is the same wish: the answer to the first is on its way.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
  setTimeout(() => delete form.dataset.sent, 5000);
});
window.addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});

// On a narrow screen the entry that is open may lie beyond the edge of the strip.
document.querySelector(".desk-nav [aria-current]")?.scrollIntoView({ inline: "center", block: "nearest" });

const menu = document.querySelector(".account-menu");
if (menu) {
  document.addEventListener("click", (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}
