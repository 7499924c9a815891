// Adds up what is typed for each payer, as the server does when the form is sent.
const PER_WAN = 1000000;

const fen = (input) => {
  const number = Number((input?.value ?? "").replaceAll(/[,，\s]/g, ""));
  return Number.isFinite(number) ? Math.round(number * PER_WAN) : 0;
};
const words = (sum) => `${(sum / PER_WAN).toLocaleString("zh-CN", { minimumFractionDigits: 2, maximumFractionDigits: 6 })} 万元`;

function setUp(table) {
  const form = table.closest("form");
  const add = () => {
    for (const row of table.querySelectorAll("[data-payer]")) {
      const { payer, fixed, whole } = row.dataset;
      const typed = [...form.querySelectorAll(`[name^="fen_"][name$="_${payer}"]`)];
      const given = typed.reduce((sum, input) => sum + fen(input), Number(fixed));
      const input = form.elements[`sum_${payer}`];
      const sum = input ? fen(input) : Number(whole);
      row.querySelector("[data-given]").textContent = words(given);
      row.querySelector("[data-sum]").textContent = words(sum);
      row.querySelector("[data-off]").textContent = given === sum ? "相符" : words(given - sum);
    }
  };
  form.addEventListener("input", add);
  add();
}

document.querySelectorAll("[data-totals]").forEach(setUp);
