// Lets 还剩 … run on from the time the server gave (<html data-now>), whatever the reader's own clock says.
const start = Date.parse(document.documentElement.dataset.now);

function words(seconds) {
  if (seconds <= 0) return "刚刚到时";
  const minutes = Math.floor(seconds / 60);
  const units = [
    [Math.floor(minutes / 1440), "天"],
    [Math.floor((minutes % 1440) / 60), "小时"],
    [minutes % 60, "分钟"],
  ];
  const first = units.findIndex(([number]) => number > 0);
  if (first < 0) return "还剩 不到 1 分钟";
  const shown = units.slice(first, first + 2).filter(([number]) => number > 0);
  return `还剩 ${shown.map(([number, unit]) => `${number} ${unit}`).join(" ")}`;
}

function tick() {
  const now = start + performance.now();
  for (const node of document.querySelectorAll("time[data-countdown]")) {
    const text = words((Date.parse(node.dateTime) - now) / 1000);
    if (node.textContent !== text) node.textContent = text;
  }
}

if (!Number.isNaN(start)) setInterval(tick, 30000);
