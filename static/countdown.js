// Lets 还剩 … run on from the seconds the server gave, whatever the reader's own clock says.
const loaded = performance.now();

function words(seconds) {
  if (seconds <= 0) return "已截止";
  const minutes = Math.floor(seconds / 60);
  const days = Math.floor(minutes / 1440);
  const hours = Math.floor((minutes % 1440) / 60);
  if (days) return `还剩 ${days} 天 ${hours} 小时`;
  if (hours) return `还剩 ${hours} 小时 ${minutes % 60} 分`;
  return `还剩 ${Math.max(minutes, 1)} 分钟`;
}

function tick() {
  const passed = (performance.now() - loaded) / 1000;
  for (const node of document.querySelectorAll("[data-seconds-left]")) {
    const text = words(Number(node.dataset.secondsLeft) - passed);
    if (node.textContent !== text) node.textContent = text;
  }
}

setInterval(tick, 30000);
