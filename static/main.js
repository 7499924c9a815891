// Loads what the page asks for; every page works without it.
const rows = document.querySelector("[data-rows]") ? import("./rows.js") : Promise.resolve();
const parts = [rows];
// A remembered draft may need rows to be put back into.
if (document.querySelector("form[data-autosave], form[data-keep]")) parts.push(rows.then(() => import("./autosave.js")));
else if (Object.keys(sessionStorage).some((name) => name.startsWith("draft:"))) parts.push(import("./drafts.js"));
if (document.querySelector("[data-check]")) parts.push(import("./check.js"));
if (document.querySelector("[data-totals]")) parts.push(import("./totals.js"));
if (document.querySelector("[data-countdown]")) parts.push(import("./countdown.js"));
// From here on the page does all it can: what watches it need not guess when.
Promise.all(parts).then(() => (document.documentElement.dataset.ready = "yes"));

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

// Menus close when something else is meant.
for (const menu of document.querySelectorAll(".account-menu, .desk-group > details")) {
  document.addEventListener("click", (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}
