"""What every page must pass: no axe violation, no sideways scrolling, little weight of its own."""

from axe_playwright_python.sync_playwright import Axe

_axe = Axe()
WIDER = """() => {
  const edge = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= edge) return [];
  const within = (node) => {
    for (let up = node.parentElement; up; up = up.parentElement)
      if (/auto|scroll|hidden|clip/.test(getComputedStyle(up).overflowX)) return true;
    return false;
  };
  return [...document.body.querySelectorAll("*")]
    .filter((node) => node.getBoundingClientRect().right > edge + 1 && !within(node))
    .slice(0, 5)
    .map((node) => `<${node.tagName.toLowerCase()} class="${node.className}"> ${node.textContent.trim().slice(0, 40)}`);
}"""


def axe_violations(page, *, without=()):
    """Each violation as a line that says the rule, where, and what is wrong; an empty list is a pass."""
    options = {"resultTypes": ["violations"], "rules": {name: {"enabled": False} for name in without}}
    found = _axe.run(page, options=options).response["violations"]
    return [
        f"{one['id']} ({one['help']}): {node['html'][:160]} – {' '.join(node['failureSummary'].split())[:300]}"
        for one in found
        for node in one["nodes"]
    ]


def sideways(page):
    """Elements that make the page wider than the window; an empty list is a pass."""
    wide = page.evaluate("() => document.documentElement.scrollWidth > document.documentElement.clientWidth")
    return (page.evaluate(WIDER) or ["the page as a whole"]) if wide else []
