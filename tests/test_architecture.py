"""The house keeps its plan: floors, furniture, sizes, one engine, one place that commits."""

import ast
import re
import statistics
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("matching", "core", "accounts", "talent", "challenge", "reports", "demo")
TOP = {
    *PACKAGES,
    *("templates", "static", "instance", "tests", "migrations", "docs", "bench"),
    *("app.py", "Makefile", "README.md", "README.zh-CN.md", "CHANGELOG.md", "LICENSE", "pyproject.toml"),
    *("requirements.in", "requirements.txt", "requirements-test.in", "requirements-test.txt"),
    *("requirements-bench.in", "requirements-bench.txt"),
}
MAY_IMPORT = {
    "matching": {"matching"},
    "core": {"core"},
    "accounts": {"accounts", "core"},
    "talent": {"talent", "accounts", "core", "matching"},
    "challenge": {"challenge", "accounts", "core", "talent"},
    "reports": {"reports", "challenge", "talent", "accounts", "core", "matching"},
    "demo": {"demo", "reports", "challenge", "talent", "accounts", "core", "matching", "app"},
}
NOT_BELOW_TALENT = {"sklearn", "jieba", "rjieba"}
JUNK = {"utils", "helpers", "common", "misc", "base_views"}
ROOMS = ("posting", "custody", "bidding", "review", "notice", "delivery", "market")
WALL = {"lifecycle", "permissions", "effects", "messages"}
LEAF_TO_ROOT = ("states", "rulepack", "models", "rules", "messages", "effects", "lifecycle", "permissions")
AFTER_WALL = ("actions", "queries", "recommend", "forms", "views")
LONGEST_VIEW = 15


def sources():
    """Hand-written Python files of the product."""
    return [path for name in PACKAGES for path in sorted((ROOT / name).rglob("*.py"))] + [ROOT / "app.py"]


def imports(path):
    """Dotted names that a file imports from anywhere."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{name.name}" for name in node.names)


def module_of(path):
    """Dotted name of a file."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def test_nothing_else_stands_at_the_top():
    tracked = {path.name for path in ROOT.iterdir() if not path.name.startswith((".", "__"))}
    assert tracked - TOP == set()


@pytest.mark.parametrize("package", PACKAGES)
def test_a_floor_imports_only_what_lies_below(package):
    wrong = [
        (module_of(path), name)
        for path in (ROOT / package).rglob("*.py")
        for name in imports(path)
        if name.split(".")[0] in {*PACKAGES, "app"} and name.split(".")[0] not in MAY_IMPORT[package]
    ]
    assert wrong == []


def test_matching_knows_no_web_and_no_database():
    forbidden = {"flask", "sqlalchemy", "flask_sqlalchemy", "wtforms"}
    wrong = [
        (p.name, n)
        for p in (ROOT / "matching").rglob("*.py")
        for n in imports(p)
        if n.split(".")[0] in forbidden
    ]
    assert wrong == []


def test_only_matching_touches_the_text_libraries():
    wrong = [
        (module_of(path), name)
        for path in sources()
        if path.relative_to(ROOT).parts[0] != "matching"
        for name in imports(path)
        if name.split(".")[0] in NOT_BELOW_TALENT
    ]
    assert wrong == []


def test_rooms_of_the_hall_point_one_way():
    wrong = []
    for number, room in enumerate(ROOMS):
        for path in (ROOT / "challenge" / room).rglob("*.py"):
            later = {f"challenge.{name}" for name in ROOMS[number + 1 :]}
            wrong += [
                (module_of(path), name) for name in imports(path) if ".".join(name.split(".")[:2]) in later
            ]
    assert wrong == []


def furniture(module):
    """Position of a module in the order from leaf to root, or None."""
    order = LEAF_TO_ROOT + AFTER_WALL
    for part in reversed(module.split(".")):
        if part in order:
            return order.index(part)
    return None


def test_furniture_imports_only_from_its_left():
    wrong = []
    for path in sources():
        module = module_of(path)
        if module.split(".")[0] != "challenge":
            continue
        mine = furniture(module)
        for name in imports(path):
            theirs = furniture(name) if name.startswith("challenge.") else None
            if mine is not None and theirs is not None and theirs > mine and theirs < len(LEAF_TO_ROOT):
                wrong.append((module, name))
    assert wrong == []


def _assigned_attributes(tree):
    for node in ast.walk(tree):
        targets = (
            node.targets
            if isinstance(node, ast.Assign)
            else [node.target]
            if isinstance(node, (ast.AugAssign, ast.AnnAssign))
            else []
        )
        for target in targets:
            for one in ast.walk(target):
                if isinstance(one, ast.Attribute) and isinstance(one.ctx, ast.Store):
                    yield one.attr, one.value


def test_only_the_engine_assigns_state():
    allowed = {"core.workflow", "core.outbox"}
    wrong = [
        module_of(path)
        for path in sources()
        if module_of(path) not in allowed
        for attribute, _ in _assigned_attributes(ast.parse(path.read_text("utf-8")))
        if attribute == "state"
    ]
    assert wrong == []


def test_only_one_place_commits():
    wrong = [
        module_of(path)
        for path in sources()
        if module_of(path) != "core.database"
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "commit"
    ]
    assert wrong == []


def test_one_clock():
    wrong = [
        module_of(path)
        for path in sources()
        if module_of(path) != "core.clock"
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"now", "utcnow", "today"}
        and ast.unparse(node.func.value) != "clock"
    ]
    assert wrong == []


# A comparison of a list's mode in Python or in a page; what a mode means is asked of the rule pack.
ASKS_FOR_A_MODE = re.compile(
    r"\b(?:challenge|programme|project|subject|row|one|of)\.mode\b(?:\.value)?\s*(?:==|!=|is\b|in\b|not in\b)"
    r"|\bmode\.(?:key|value)\s*(?:==|!=|in\b|not in\b)"
    r"|(?:==|!=|\bis|\bis not|\bin)\s+\(?Mode\.[A-Z]"
    r"|\bmode\s*(?:==|!=|in)\s*[\[(]?['\"](?:government|enterprise|transfer|race)"
)


def test_nothing_asks_which_mode_it_is():
    pages = sorted((ROOT / "templates").rglob("*.html"))
    asking = [
        (path.relative_to(ROOT).as_posix(), found[0])
        for path in [*sources(), *pages]
        for found in ASKS_FOR_A_MODE.finditer(path.read_text("utf-8"))
    ]
    assert asking == []


def test_a_question_for_a_mode_is_noticed():
    asked = (
        'if challenge.mode == "race":',
        "if row.mode is Mode.RACE",
        "x in (Mode.RACE, Mode.TRANSFER)",
        "{% if programme.mode in ('race',) %}",
        "if mode.key == key",
        "{% if mode == 'race' %}",
    )
    assert [text for text in asked if not ASKS_FOR_A_MODE.search(text)] == []


def test_rules_make_no_query_and_know_no_web():
    wrong = [
        (module_of(path), name)
        for path in sources()
        if path.stem == "rules"
        for name in imports(path)
        if name.split(".")[0] in {"flask", "sqlalchemy"} or name == "core.database.db"
    ]
    assert wrong == []


def test_files_are_small():
    lengths = {module_of(path): len(path.read_text("utf-8").splitlines()) for path in sources()}
    tests = {str(path): len(path.read_text("utf-8").splitlines()) for path in (ROOT / "tests").rglob("*.py")}
    assert {name: n for name, n in (lengths | tests).items() if n > 300} == {}
    assert statistics.median(lengths.values()) < 100


def test_views_are_thin():
    long = []
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.FunctionDef) or not any(
                ".route" in d or ".get(" in d or ".post(" in d for d in map(ast.unparse, node.decorator_list)
            ):
                continue
            body = node.body[1:] if ast.get_docstring(node) else node.body
            if body and body[-1].end_lineno - body[0].lineno + 1 > LONGEST_VIEW:
                long.append((module_of(path), node.name))
    assert long == []


def test_no_junk_drawer_and_no_name_of_the_standard_library():
    names = {part for path in sources() for part in module_of(path).split(".")}
    assert names & JUNK == set()
    assert {package for package in PACKAGES if package in sys.stdlib_module_names} == set()


def test_every_module_says_what_is_in_it():
    assert [
        module_of(path) for path in sources() if not ast.get_docstring(ast.parse(path.read_text("utf-8")))
    ] == []
