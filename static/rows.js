// Adds and removes the rows of a repeatable field: clones the <template> that the server drew and gives it the next number.
function renumber(root, prefix, next) {
  for (const node of [root, ...root.querySelectorAll("*")]) {
    for (const { name, value } of [...node.attributes]) {
      if (value.includes(prefix)) node.setAttribute(name, value.replaceAll(prefix, next));
    }
  }
}

function label(list) {
  [...list.children].forEach((row, index) => {
    row.setAttribute("aria-label", row.getAttribute("aria-label").replace(/第 \d+ 行/, `第 ${index + 1} 行`));
  });
}

function setUp(box) {
  const list = box.querySelector("[data-row-list]");
  const template = box.querySelector("[data-row-template]");
  const add = box.querySelector("[data-add-row]");
  const changed = () => box.dispatchEvent(new Event("input", { bubbles: true }));
  let next = template ? Number(template.dataset.prefix.match(/(\d+)$/)[1]) : 0;

  const refresh = () => {
    label(list);
    const most = template ? Number(template.dataset.max) || Infinity : 0;
    add.hidden = list.children.length >= most;
    for (const button of list.querySelectorAll("[data-remove-row]")) button.hidden = list.children.length < 2;
  };

  add.addEventListener("click", () => {
    const row = template.content.firstElementChild.cloneNode(true);
    renumber(row, template.dataset.prefix, template.dataset.prefix.replace(/\d+$/, next));
    next += 1;
    list.append(row);
    refresh();
    row.querySelector("input, select, textarea")?.focus();
  });

  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-remove-row]");
    if (!button) return;
    button.closest("[data-row]").remove();
    refresh();
    changed();
    (list.lastElementChild?.querySelector("input, select, textarea") ?? add).focus();
  });

  refresh();
}

document.querySelectorAll("[data-rows]").forEach(setUp);
