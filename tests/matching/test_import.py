"""Importing the library is cheap: heavy modules wait until they are needed."""

import json
import subprocess
import sys

import pytest

import matching

HEAVY = ["sklearn", "scipy", "jieba", "rjieba", "numba", "numpy", "flask", "sqlalchemy"]
SHOW = f"import json, sys, matching; print(json.dumps([m for m in {HEAVY!r} if m in sys.modules]))"
USE = f"import json, sys; from matching import Matcher; print(json.dumps([m for m in {HEAVY!r} if m in sys.modules]))"


def loaded(program: str) -> list[str]:
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)  # noqa: S603  (our own literal)
    return json.loads(done.stdout)


def test_the_package_alone_loads_nothing():
    assert loaded(SHOW) == []


def test_the_matcher_loads_neither_learning_nor_segmenting():
    assert loaded(USE) == ["scipy", "numba", "numpy"]


def test_no_other_names():
    with pytest.raises(AttributeError):
        matching.nothing  # noqa: B018  (the look-up is what is tested)
