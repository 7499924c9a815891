"""`python -m tests.browser.screenshots`: the main pages of a fresh demonstration world into docs/screenshots/.

With a folder as argument the whole pages go there instead, for looking at what lies below the first screen.
"""

import datetime as dt
import sys
import tempfile
from pathlib import Path

import sqlalchemy as sa

from accounts.models import User
from app import ROOT, create_app
from core import clock, settings
from core.database import db
from tests import schema
from tests.browser import pages as main_pages
from tests.browser import windows as windowing
from tests.browser.live import LiveServer

SHOTS = ROOT / "docs" / "screenshots"
SIZES = {360: 780, 1440: 900}
# A fixed instant: the pictures change when the pages do, not with every day.
NOW = dt.datetime(2026, 9, 16, 2, 0, tzinfo=dt.UTC)


def demonstration(folder):
    """An application over a freshly seeded demonstration world in `folder`."""
    from demo import world

    template = schema.build(folder, None)
    app = create_app(schema.settings(template.copy(folder, "world"), folder) | {"DEMO": True})
    app.config["WTF_CSRF_ENABLED"] = True
    with app.app_context():
        world.build()
        db.session.remove()
    return app


def user_of(page):
    """The account that reads this page, or None."""
    if page.reader is None:
        return None
    return db.session.scalar(sa.select(User).filter_by(username=page.reader))


def shoot(windows, pages, folder, *, whole=False):
    """Write NAME-WIDTH.png for every page and width; yields the name of each picture."""
    cookies = {}
    for page in pages:
        if page.reader and page.reader not in cookies:
            cookies[page.reader] = _sign_in(windows, page.reader)
        for width, height in SIZES.items():
            window = windows.open(width=width, height=height)
            window.context.add_cookies(cookies.get(page.reader, []))
            answer = window.goto(page.path)
            if answer.status != 200:
                raise SystemExit(f"{page.name}: {answer.status} {page.path}")
            name = f"{page.name}-{width}.png"
            window.screenshot(path=folder / name, full_page=whole, animations="disabled")
            window.context.close()
            yield name


def _sign_in(windows, username):
    """Cookies of a person who signed in as visitors of the demonstration do."""
    window = windows.open()
    window.goto("/auth/sign-in")
    window.fill('[name="username"]', username)
    window.fill('[name="password"]', settings.get("demo_password"))
    with window.expect_navigation():
        window.locator("main form button[type=submit]").first.click()
    cookies = window.context.cookies()
    window.context.close()
    return cookies


def write_list(pages):
    """The list of pictures, beside them."""
    rows = [
        f"| {page.caption} | [{page.name}-360.png]({page.name}-360.png) | "
        f"[{page.name}-1440.png]({page.name}-1440.png) |"
        for page in pages
    ]
    head = [
        "# 页面截图",
        "",
        "由 `make screenshots` 从演示数据生成，请勿手工修改。所有单位、人员和数值均为演示数据。",
        "",
        "| 页面 | 手机（360） | 桌面（1440） |",
        "|---|---|---|",
    ]
    (SHOTS / "README.md").write_text("\n".join([*head, *rows, ""]), "utf-8")


def main(whole_to=None):
    """Seed, visit, write."""
    clock.use(lambda: NOW)
    with tempfile.TemporaryDirectory() as folder:
        app = demonstration(Path(folder))
        playwright, chromium = windowing.launch()
        server = LiveServer(app)
        with app.app_context():
            pages = main_pages.pages()
            windows = windowing.Windows(chromium, server)
            target = Path(whole_to) if whole_to else SHOTS
            target.mkdir(parents=True, exist_ok=True)
            if not whole_to:
                for old in SHOTS.glob("*.png"):
                    old.unlink()
                write_list(pages)
            for name in shoot(windows, pages, target, whole=bool(whole_to)):
                sys.stdout.write(f"{name}\n")
            db.session.remove()
        server.stop()
        chromium.close()
        playwright.stop()
        if windows.faults or server.errors:
            raise SystemExit("\n".join(windows.faults + server.errors))


if __name__ == "__main__":
    main(*sys.argv[1:2])
