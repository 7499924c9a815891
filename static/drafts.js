// What was typed stays in this tab's memory until it is known to be saved, so that a lapsed sign-in, a lost line
// or a refusal costs nothing. A form names its memory with data-keep (the person and the page), else data-autosave.
const PREFIX = "draft:";
const FORMS = "form[data-autosave], form[data-keep]";
const UNTOUCHED = ["hidden", "file", "password", "submit", "button", "image", "reset"];
const MOST_ROWS = 60;

export function entries(form) {
  return [...new FormData(form)].filter(([name, value]) => typeof value === "string" && name !== "csrf_token");
}

function key(form) {
  return PREFIX + (form.dataset.keep ?? form.dataset.autosave);
}

export function remember(form, sent = false) {
  sessionStorage.setItem(key(form), JSON.stringify({ sent, entries: entries(form) }));
}

export function forget(form) {
  sessionStorage.removeItem(key(form));
}

// Rows that were added on the page are not in the form that the server draws anew.
function grow(form, name) {
  for (const box of form.querySelectorAll("[data-rows]")) {
    const template = box.querySelector("[data-row-template]");
    const add = box.querySelector("[data-add-row]");
    const field = template?.dataset.prefix.replace(/\d+$/, "");
    if (!field || !name.startsWith(field)) continue;
    for (let tries = 0; !form.elements[name] && !add.hidden && tries < MOST_ROWS; tries += 1) add.click();
  }
}

function put(control, values) {
  if (["checkbox", "radio"].includes(control.type)) {
    const wanted = values?.includes(control.value) ?? false;
    const differs = control.checked !== wanted;
    control.checked = wanted;
    return differs;
  }
  if (!values || control.value === values[0]) return false;
  const before = control.value;
  control.value = values[0];
  return control.value !== before;
}

// Whether a field says something else than the server wrote into it.
export function isTouched(form) {
  return [...form.elements].some((one) => {
    if (!one.name || UNTOUCHED.includes(one.type)) return false;
    if (["checkbox", "radio"].includes(one.type)) return one.checked !== one.defaultChecked;
    if (one.type !== "select-one") return "defaultValue" in one && one.value !== one.defaultValue;
    const written = [...one.options].find((option) => option.defaultSelected) ?? one.options[0];
    return one.value !== (written?.value ?? "");
  });
}

// Puts back what is remembered; true when the page now says more than the server knows.
export function restore(form) {
  const kept = JSON.parse(sessionStorage.getItem(key(form)) ?? "null");
  if (!kept) return false;
  const arrived = kept.sent && document.querySelector(".flashes .notice-good");
  const values = Map.groupBy ? Map.groupBy(kept.entries, ([name]) => name) : group(kept.entries);
  let differs = false;
  if (!arrived) {
    for (const [name] of kept.entries) if (!form.elements[name]) grow(form, name);
    for (const control of form.elements) {
      if (!control.name || UNTOUCHED.includes(control.type)) continue;
      differs = put(control, values.get(control.name)?.map(([, value]) => value)) || differs;
    }
  }
  if (!differs) forget(form);
  return differs;
}

function group(pairs) {
  const found = new Map();
  for (const pair of pairs) found.set(pair[0], [...(found.get(pair[0]) ?? []), pair]);
  return found;
}

// A form that was sent and has led to another page of the site, neither a refusal nor the sign-in, is saved.
function tidy() {
  if (location.pathname.includes("/auth/") || document.querySelector(".message-page")) return;
  const here = new Set([...document.querySelectorAll(FORMS)].map(key));
  for (const name of Object.keys(sessionStorage)) {
    if (!name.startsWith(PREFIX) || here.has(name)) continue;
    if (JSON.parse(sessionStorage.getItem(name)).sent) sessionStorage.removeItem(name);
  }
}

// Where a form was sent in vain, the page says whether its text is remembered.
function tellWhatIsKept() {
  const kept = document.querySelector("[data-if-kept]");
  if (!kept) return;
  const drafts = Object.keys(sessionStorage).filter((name) => name.startsWith(PREFIX));
  const isKept = drafts.some((name) => JSON.parse(sessionStorage.getItem(name)).sent);
  kept.hidden = !isKept;
  document.querySelector("[data-unless-kept]").hidden = isKept;
}

tidy();
tellWhatIsKept();
