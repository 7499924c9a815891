// Saves a draft while it is written: posts the form to its data-autosave address; 2xx = saved. A form that has
// data-keep alone is saved by its button, and only remembered meanwhile.
// An answer {"version": n} renews the hidden field "version"; {"problems": [labels]} names what could not be saved.
import { entries, forget, isTouched, remember, restore } from "./drafts.js";

const PAUSE = 1500;
const PATIENCE = 10000; // a line that swallows an answer must not stop the saving
const FIRST_RETRY = 2000;
const LAST_RETRY = 32000;
const LAPSED = "登录已过期，内容暂存在这个标签页里。请刷新本页重新登录，随后会自动填回。";

function clock() {
  return new Date().toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false });
}

function setUp(form) {
  const note = form.querySelector("[data-autosave-note]") ?? form.appendChild(document.createElement("p"));
  note.className = "autosave-note";
  note.setAttribute("role", "status");
  let timer = null;
  let busy = false;
  let dirty = false;
  let retry = FIRST_RETRY;

  const say = (text, state) => {
    note.textContent = text;
    note.dataset.state = state;
  };

  const later = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(form.dataset.autosave ? save : () => remember(form), wait);
  };

  const keep = (text) => {
    dirty = true;
    remember(form);
    say(text, "failed");
  };

  function saved(said) {
    if (said.version && form.elements.version) form.elements.version.value = said.version;
    form.dispatchEvent(new CustomEvent("draft-saved", { bubbles: true }));
    if (said.problems?.length) return keep(`已自动保存 ${clock()}；以下内容还没有存上，请改正：${said.problems.join("、")}。`);
    if (!dirty) forget(form);
    say(`已自动保存 ${clock()}`, "saved");
  }

  async function save() {
    if (busy) return later(PAUSE);
    busy = true;
    dirty = false;
    try {
      const answer = await fetch(form.dataset.autosave, {
        method: "POST",
        body: new URLSearchParams(entries(form)),
        headers: { "X-CSRFToken": form.elements.csrf_token.value, Accept: "application/json" },
        credentials: "same-origin",
        signal: AbortSignal.timeout(PATIENCE),
      });
      if (answer.status === 409) return keep("这份草稿已在别处改动，您刚写的内容仍在本页。请刷新页面，核对后保存。");
      if (answer.redirected && new URL(answer.url).pathname.includes("/auth/")) return keep(LAPSED);
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      retry = FIRST_RETRY;
      saved(answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : {});
    } catch {
      keep("暂时没有存上，内容仍在本页，稍后会再试。");
      later(retry);
      retry = Math.min(2 * retry, LAST_RETRY);
    } finally {
      busy = false;
    }
  }

  form.addEventListener("input", (event) => {
    if (event.target.type === "file") return;
    dirty = true;
    later(PAUSE);
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    remember(form, true);
    dirty = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (dirty) event.preventDefault();
  });
  const early = isTouched(form); // typed before this script had arrived
  dirty = restore(form);
  if (dirty) say("已恢复您上次没有存上的内容，请核对后保存。", "failed");
  else if (early) {
    dirty = true;
    later(PAUSE);
  }
}

document.querySelectorAll("form[data-autosave], form[data-keep]").forEach(setUp);
