// Saves a draft while it is written: posts the form to its data-autosave address; 2xx = saved.
// An answer {"version": n} renews the hidden field "version". Typed text stays on the page and, when
// saving fails, in this tab's memory, so that a lapsed sign-in or a lost line costs nothing.
const PAUSE = 1500;
const RETRY = 20000;

function clock() {
  return new Date().toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false });
}

function entries(form) {
  return [...new FormData(form)].filter(([name, value]) => typeof value === "string" && name !== "csrf_token");
}

function setUp(form) {
  const key = `draft:${form.dataset.autosave}`;
  const note = form.querySelector("[data-autosave-note]") ?? form.appendChild(document.createElement("p"));
  note.className = "autosave-note";
  note.setAttribute("role", "status");
  let timer = null;
  let busy = false;
  let dirty = false;

  const say = (text, state) => {
    note.textContent = text;
    note.dataset.state = state;
  };

  const later = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(save, wait);
  };

  async function save() {
    if (busy) return later(PAUSE);
    busy = true;
    dirty = false;
    const body = new URLSearchParams(entries(form));
    try {
      const answer = await fetch(form.dataset.autosave, {
        method: "POST",
        body,
        headers: { "X-CSRFToken": form.elements.csrf_token.value, Accept: "application/json" },
        credentials: "same-origin",
      });
      dirty = answer.status === 409;
      if (dirty) return say("这份草稿已在别处改动，请先复制您刚写的内容，再刷新页面。", "failed");
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      const said = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : {};
      if (said.version && form.elements.version) form.elements.version.value = said.version;
      sessionStorage.removeItem(key);
      form.dispatchEvent(new CustomEvent("draft-saved", { bubbles: true }));
      say(`已自动保存 ${clock()}`, "saved");
    } catch {
      dirty = true;
      sessionStorage.setItem(key, JSON.stringify(entries(form)));
      say("暂时没有存上，内容仍在本页，稍后会再试。", "failed");
      later(RETRY);
    } finally {
      busy = false;
    }
  }

  function restore() {
    const kept = sessionStorage.getItem(key);
    if (!kept) return;
    for (const [name, value] of JSON.parse(kept)) {
      const field = form.elements[name];
      const text = field?.matches?.("textarea, input:not([type=hidden], [type=radio], [type=checkbox])");
      if (text && field.value !== value) {
        field.value = value;
        dirty = true;
      }
    }
    if (dirty) say("已恢复您上次没有存上的内容，请核对后保存。", "failed");
    else sessionStorage.removeItem(key);
  }

  form.addEventListener("input", (event) => {
    if (event.target.type === "file") return;
    dirty = true;
    later(PAUSE);
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    dirty = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (dirty) event.preventDefault();
  });
  restore();
}

document.querySelectorAll("form[data-autosave]").forEach(setUp);
