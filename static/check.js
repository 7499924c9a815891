// Renews the demand check beside the form after each saving of the draft.
const panel = document.querySelector("[data-check]");

document.addEventListener("draft-saved", async () => {
  const answer = await fetch(panel.dataset.check, { credentials: "same-origin" });
  if (!answer.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("[data-check-result]");
  if (fresh) panel.querySelector("[data-check-result]").replaceWith(fresh);
});
