"""Windows of the one Chromium: each person has a context of its own, and every fault in it is written down."""

import os

from playwright.sync_api import sync_playwright

from accounts import sessions
from core.database import transaction

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
WATCH = """
document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`CSP ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`));
"""
# Chromium reports each answer of 400 and above; the test looks at the answers themselves.
ANSWER = "Failed to load resource: the server responded with a status of"


def launch():
    """Start Playwright and the system's Chromium; returns both."""
    playwright = sync_playwright().start()
    path = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    return playwright, playwright.chromium.launch(executable_path=path, args=list(FLAGS))


class Windows:
    """Opens windows on a live server and gathers console errors, page errors, CSP violations, missing files."""

    def __init__(self, chromium, server):
        self.chromium, self.server, self.faults, self._contexts = chromium, server, [], []

    def open(self, *, width=1280, height=900, script=True, user=None):
        """A page in a fresh context; with `user` already signed in by cookie (second factor shown)."""
        context = self.chromium.new_context(
            base_url=self.server.url,
            viewport={"width": width, "height": height},
            java_script_enabled=script,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            reduced_motion="reduce",
        )
        context.set_default_timeout(20_000)
        self._contexts.append(context)
        if script:
            context.add_init_script(WATCH)
        page = context.new_page()
        self.sign_in(page, user)
        page.on("console", self._note_console)
        page.on("pageerror", lambda error: self.faults.append(f"script error on {page.url}: {error}"))
        page.on("response", self._note_answer)
        return page

    def sign_in(self, page, user):
        """From now on `user` (None: nobody) sits at this window."""
        page.context.clear_cookies()
        if user is not None:
            page.context.add_cookies([self.cookie_of(user)])

    def cookie_of(self, user):
        """The cookie of a browser in which `user` has signed in."""
        app = self.server.app
        with transaction():
            token = sessions.start(user, second_factor=True)
        signed = app.session_interface.get_signing_serializer(app).dumps({sessions.COOKIE_KEY: token})
        return {"name": app.config["SESSION_COOKIE_NAME"], "value": signed, "url": self.server.url}

    def _note_console(self, message):
        if message.type == "error" and not message.text.startswith(ANSWER):
            self.faults.append(f"console of {message.page.url}: {message.text}")

    def _note_answer(self, response):
        is_page = response.request.resource_type == "document"
        if response.status >= 500 or (response.status >= 400 and not is_page):
            self.faults.append(f"{response.status} {response.request.method} {response.url}")

    def close(self):
        """Close every window."""
        for context in self._contexts:
            context.close()
