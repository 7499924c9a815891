"""The curve of query times as SVG: both axes logarithmic, every line named at its end, all values in the text."""

import html
import math

WIDTH, HEIGHT = 760, 440
LEFT, RIGHT, TOP, BOTTOM = 70, 560, 30, 400
COLOURS = {"本平台": "#0b57a4", "带宽下限": "#6b7280"}
OTHERS = ("#9a3412", "#7c3aed", "#047857", "#a16207")
GAP = 15  # between the labels of two lines


def picture(series: dict) -> str:
    """`series` = {name: [(size, ms), …]} → SVG."""
    points = [point for line in series.values() for point in line]
    sizes = sorted({size for size, _ in points})
    low = math.floor(math.log10(min(ms for _, ms in points)))
    high = math.ceil(math.log10(max(ms for _, ms in points)))
    x = _scale(math.log10(sizes[0]), math.log10(sizes[-1]), LEFT, RIGHT)
    y = _scale(low, high, BOTTOM, TOP)
    parts = [*_grid(sizes, range(low, high + 1), x, y), *_lines(series, x, y)]
    said = "；".join(
        f"{name}：" + "，".join(f"{size} 人 {_number(ms)} 毫秒" for size, ms in line)
        for name, line in series.items()
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-labelledby="name what" font-family="Noto Sans CJK SC, Microsoft YaHei, sans-serif" '
        f'font-size="13">\n<title id="name">一次查询的时间与专家人数（两轴均为对数）</title>\n'
        f'<desc id="what">{html.escape(said)}</desc>\n<rect width="100%" height="100%" fill="#fff"/>\n'
        + "\n".join(parts)
        + "\n</svg>\n"
    )


def _number(ms) -> str:
    return f"{ms:.0f}" if ms >= 100 else f"{ms:.2g}"


def _scale(low, high, start, end):
    span = (high - low) or 1
    return lambda value: round(start + (end - start) * (value - low) / span, 1)


def _grid(sizes, powers, x, y):
    for power in powers:
        at = y(power)
        yield f'<line x1="{LEFT}" x2="{RIGHT}" y1="{at}" y2="{at}" stroke="#e5e7eb"/>'
        yield f'<text x="{LEFT - 8}" y="{at + 4}" text-anchor="end" fill="#374151">{10.0**power:g}</text>'
    for size in sizes:
        at = x(math.log10(size))
        yield f'<line x1="{at}" x2="{at}" y1="{TOP}" y2="{BOTTOM}" stroke="#e5e7eb"/>'
        text = f"{size // 10_000} 万人"
        yield f'<text x="{at}" y="{BOTTOM + 20}" text-anchor="middle" fill="#374151">{text}</text>'
    yield f'<text x="{LEFT - 8}" y="{TOP - 12}" text-anchor="end" fill="#374151">毫秒</text>'


def _lines(series, x, y):
    colours = _colours(series)
    places = _apart({name: y(math.log10(line[-1][1])) for name, line in series.items()})
    for name, line in series.items():
        at = [(x(math.log10(size)), y(math.log10(ms))) for size, ms in line]
        dash = ' stroke-dasharray="5 4"' if name == "带宽下限" else ""
        wide = 3 if name == "本平台" else 1.8
        path = " ".join(f"{a},{b}" for a, b in at)
        yield f'<polyline points="{path}" fill="none" stroke="{colours[name]}" stroke-width="{wide}"{dash}/>'
        for a, b in at:
            yield f'<circle cx="{a}" cy="{b}" r="3" fill="{colours[name]}"/>'
        text = f"{name} {_number(line[-1][1])}"
        yield f'<text x="{RIGHT + 10}" y="{places[name] + 4:.1f}" fill="{colours[name]}">{html.escape(text)}</text>'


def _colours(series):
    others = iter(OTHERS)
    return {name: COLOURS.get(name) or next(others) for name in series}


def _apart(places: dict) -> dict:
    """The same places, moved down where two would touch."""
    found, last = {}, -math.inf
    for name, at in sorted(places.items(), key=lambda pair: pair[1]):
        last = found[name] = max(at, last + GAP)
    return found
