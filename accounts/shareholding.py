"""股东 as text, one a line: what stands in the form, in messages and in the log."""

import re

LINE = re.compile(r"(?P<name>.+?)[\s,，:：、]*(?P<percent>\d+(?:\.\d+)?)\s*[%％]?")


def read(text):
    """[(name, share in per cent)] of a text; raises ValueError with the sentence that says which line is wrong."""
    found = []
    for number, line in enumerate((text or "").splitlines(), 1):
        if line.strip():
            found.append(_line(number, line.strip()))
    names = [name for name, _ in found]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice:
        raise ValueError(f"股东“{twice}”写了两次，请合并为一行。")
    return found


def _line(number, line):
    match = LINE.fullmatch(line)
    percent = float(match["percent"]) if match else 0
    if not match or len(match["name"].strip()) > 120:
        raise ValueError(f"第 {number} 行须写名称和比例，例如“某集团有限公司 60%”。")
    if not 0 < percent <= 100:
        raise ValueError(f"第 {number} 行的比例须大于 0、不超过 100。")
    return match["name"].strip(), percent


def text_of(organisation):
    """The shareholders as the form shows them."""
    return said((one.name, one.percent) for one in organisation.shareholders)


def said(held):
    """Pairs of name and share as text."""
    return "\n".join(f"{name} {percent:g}%" for name, percent in held)
