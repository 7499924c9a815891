"""`make bench`: speed of the main pages against a bare Flask route, then speed, size and quality of the matcher."""

import os
import platform
import sqlite3
import sys
import tempfile
import time
from pathlib import Path

import sqlalchemy as sa

from accounts import sessions
from accounts.models import User
from app import ROOT, create_app
from bench.bare import bare_app, render_context
from bench.filling import LISTS, PROFILES, Texts, fill
from bench.ranking import __main__ as ranking
from bench.timing import compare, environ_of
from challenge.posting.models import Challenge
from challenge.states import C
from core import audit, clock, fulltext
from core.database import db, transaction

RESULTS = ROOT / "bench" / "results"
NOT_KEPT = "seen=1"  # whoever sends a cookie gets a page of their own (core/kept.py)
SEARCHES = {
    "1 个字": ["电", "煤", "窑"],
    "2 个字": ["电池", "陶瓷", "脱硫"],
    "多个字": ["液流电池", "全钒液流电池 电堆", "陶瓷 窑炉 能耗"],
    "拉丁字母与数字": ["kW", "GB/T", "200 mA"],
    "无结果": ["量子纠缠", "xyzzy"],
}


def main():
    """Fill, measure, print and write down."""
    with tempfile.TemporaryDirectory() as folder:
        app = _app(Path(folder))
        with app.app_context():
            begun = time.perf_counter()
            _tables()
            officer = fill(Texts())
            print(
                f"数据库：{LISTS} 个榜单，{PROFILES} 份专家档案，{time.perf_counter() - begun:.0f} 秒",
                flush=True,
            )
            pages = _pages(app, officer)
        # Outside of the context: within it all requests would share one `g`, and so one look at who is signed in.
        table = _measure(app, pages)
        report = _report(table)
    print(report)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "web.md").write_text(report, encoding="utf-8")
    return ranking.main(sys.argv[1:])


def _app(folder):
    return create_app(
        {
            "SQLALCHEMY_DATABASE_URI": f"sqlite:///{folder}/bench.db",
            "SECRET_KEY": "a key that only the benchmark uses",
            "STORAGE_DIR": str(folder / "uploads"),
            "KEYS_DIR": str(folder / "keys"),
            "INDEX_DIR": str(folder / "index"),
            "DEMO": False,
        }
    )


def _tables():
    from flask_migrate import upgrade

    if list((ROOT / "migrations" / "versions").glob("*.py")):
        upgrade(directory=str(ROOT / "migrations"))
        return
    db.create_all()
    with db.engine.begin() as connection:
        audit.create_triggers(connection)
        fulltext.create_index(connection)


def _pages(app, officer):
    """(name, requests, aim of the ratio, aim of p95 in ms) of what is measured."""
    with transaction():
        token = sessions.start(
            db.session.scalar(sa.select(User).filter_by(username=officer)), second_factor=True
        )
    browser = app.test_client()
    with browser.session_transaction() as cookie:
        cookie[sessions.COOKIE_KEY] = token
    signed = f"session={browser.get_cookie('session').value}"
    published = sa.select(Challenge.code).where(Challenge.state.in_((C.OPEN, C.ANNOUNCED))).limit(40)
    codes = db.session.scalars(published).all()
    db.session.remove()
    pages = [
        ("首页 /", [environ_of("/")], None, None),
        ("榜单 /challenges", [environ_of("/challenges")], 0.5, None),
        ("榜单第 200 页", [environ_of("/challenges?page=200")], None, None),
        ("榜单，筛选并按截止排序", [environ_of("/challenges?state=open&sort=deadline")], None, None),
        ("榜单详情", [environ_of(f"/challenges/{code}") for code in codes], 0.5, None),
        ("榜单，不用保留页", [environ_of("/challenges", NOT_KEPT)], None, None),
        ("榜单详情，不用保留页", [environ_of(f"/challenges/{code}", NOT_KEPT) for code in codes], None, None),
        ("榜单详情，经办人", [environ_of(f"/challenges/{code}", signed) for code in codes], None, None),
        ("工作台 /desk，经办人", [environ_of("/desk", signed)], None, None),
    ]
    for name, words in SEARCHES.items():
        requests = [environ_of(f"/challenges?q={word}", NOT_KEPT) for word in words]
        pages.append((f"检索：{name}（{'、'.join(words)}）", requests, None, 150))
    return pages


def _measure(app, pages):
    rows = []
    for name, environs, ratio_aim, p95_aim in pages:
        contexts = {}
        for environ in environs:
            template, context, _ = render_context(app, environ)
            path = environ["PATH_INFO"] + ("?" + environ["QUERY_STRING"] if environ["QUERY_STRING"] else "")
            contexts[path] = contexts[_shown(environ)] = (template, context)
        bare = bare_app(app, contexts)
        ours, plain = compare((app, bare), environs)
        rows.append((name, ours, plain, ratio_aim, p95_aim))
    return rows


def _shown(environ):
    from werkzeug.wrappers import Request

    return Request(environ.copy()).full_path.rstrip("?")


def _report(rows):
    lines = [
        "# 网页速度",
        "",
        f"{clock.beijing(clock.now()):%Y-%m-%d %H:%M}（北京时间）· {_machine()}",
        "",
        f"库中有 {LISTS} 个榜单、{PROFILES} 份专家档案。文字由 `demo/data` 的句子重新组合而成，词汇量小于真实数据，",
        "同一个词命中的榜单因此更多，对检索只会更难。单进程、单线程，请求直接交给 WSGI 入口，不含网络与 gunicorn。",
        "“裸页面”是同一次运行中的纯 Flask 路由：用事先备好的普通对象渲染同一个模板，没有数据库、会话和权限；",
        "访客的公开页面按日志最新序号和当前这一秒保留（`core/kept.py`），有新记录或过一秒即重新生成，测得的是两者相混的速度；",
        "“不用保留页”的各行和各项检索每次都重新生成。两者轮流各发 10 个请求。次数、中位和 p95 按处理器时间计，不受机器上其他程序影响；最后一栏是实际等待时间的 p95。",
        "",
        "| 页面 | 次/秒 | 中位 ms | p95 ms | 裸页面 次/秒 | 比值 | 目标 | 实际等待 p95 ms |",
        "| --- | ---: | ---: | ---: | ---: | ---: | --- | ---: |",
    ]
    for name, ours, plain, ratio_aim, p95_aim in rows:
        ratio = ours.rate / plain.rate
        aim = "—"
        if ratio_aim:
            aim = f"比值 ≥ {ratio_aim}：{'达到' if ratio >= ratio_aim else '未达到'}"
        if p95_aim:
            aim = f"p95 < {p95_aim} ms：{'达到' if ours.p95 < p95_aim else '未达到'}"
        lines.append(
            f"| {name} | {ours.rate:.0f} | {ours.median:.1f} | {ours.p95:.1f} | {plain.rate:.0f} "
            f"| {ratio:.2f} | {aim} | {ours.p95_wall:.1f} |"
        )
    return "\n".join(lines) + "\n"


def _machine():
    cpu = next(
        (line.partition(":")[2].strip() for line in _cpuinfo() if line.startswith("model name")),
        platform.machine(),
    )
    load = f"，负载 {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    versions = f"Python {platform.python_version()} · SQLite {sqlite3.sqlite_version}"
    return f"{cpu}，{os.cpu_count()} 核{load} · {versions}"


def _cpuinfo():
    path = Path("/proc/cpuinfo")
    return path.read_text("utf-8").splitlines() if path.exists() else []


if __name__ == "__main__":
    raise SystemExit(main())
