"""Names of uploads: kept readable, rid of everything that misleads people or file systems."""

import re
import unicodedata

MAX_STEM = 100

_SEPARATORS = re.compile(r"[/\\]")
_FORBIDDEN = re.compile(r'[<>:"|?*]')
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def clean_name(filename: str) -> tuple[str, str]:
    """Return stem and lower-case extension without folders, control and direction characters."""
    base = _SEPARATORS.split(unicodedata.normalize("NFC", filename or ""))[-1]
    visible = "".join(" " if c.isspace() else c for c in base if c.isspace() or not _is_invisible(c))
    tidy = " ".join(_FORBIDDEN.sub("_", visible).split())
    stem, dot, extension = tidy.rpartition(".")
    if not dot:
        return tidy[:MAX_STEM] or "文件", ""
    return stem.strip(" .")[:MAX_STEM].strip(" .") or "文件", extension.strip().lower()


def _is_invisible(character: str) -> bool:
    return unicodedata.category(character) in _INVISIBLE
