"""The matcher: texts in, ranked people with reasons out. A pure library; importing it loads no heavy module."""

__all__ = ["Contribution", "Explanation", "Matcher", "SnapshotError"]

_HOMES = {
    "Matcher": "matching.matcher",
    "SnapshotError": "matching.snapshot",
    "Explanation": "matching.explain",
    "Contribution": "matching.explain",
}


def __getattr__(name):
    """Load a public name on first use (PEP 562), so that `import matching` costs nothing."""
    if name not in _HOMES:
        raise AttributeError(f"module 'matching' has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(_HOMES[name]), name)
