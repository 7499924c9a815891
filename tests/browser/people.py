"""A person in a window of Chromium, with the same verbs as `tests.journeys.visitor.Visitor`."""

import re

from tests.journeys.visitor import is_label

# The scripts of a page are loaded after the page; only then does it remember what is typed.
HAS_SCRIPTS = (
    "matchMedia('(scripting: enabled)').matches && Boolean(document.querySelector('script[type=module]'))"
)


class Person:
    """One window; `press` and `follow` wait for the page they lead to."""

    def __init__(self, page, name=""):
        self.page, self.name, self.status = page, name, None

    @property
    def path(self):
        """Where the window is."""
        return self.page.evaluate("location.pathname + location.search")

    def visit(self, path, status=200):
        """Open an address; the answer must have this status."""
        return self._arrive(self.page.goto(path), status)

    def _arrive(self, response, status):
        self.status = response.status if response else None
        if status is not None and response is not None and response.status != status:
            raise AssertionError(f"{self.name} {self.page.url}: {response.status} {self.text()[:900]}")
        if self.page.evaluate(HAS_SCRIPTS):
            self.page.wait_for_selector("html[data-ready]", state="attached")
        return self

    def text(self):
        """What the page says, without its frame."""
        return " ".join(self.page.locator("main").text_content().split())

    def reads(self, *texts):
        """The page must say each of these."""
        said = self.text()
        for text in texts:
            assert text in said, f"{self.name} {self.page.url}: “{text}” is missing in {said[:2000]}"
        return self

    def misses(self, *texts):
        """Neither the page nor its source may say any of these."""
        source = self.page.content()
        for text in texts:
            assert text not in source, f"{self.name} {self.page.url}: “{text}” must not be here"
        return self

    def links(self):
        """Addresses of the page's links by their words."""
        pairs = self.page.eval_on_selector_all(
            "a", "all => all.map((a) => [a.textContent.replace(/\\s+/g, ' ').trim(), a.getAttribute('href')])"
        )
        return dict(pairs)

    def buttons(self):
        """Words of the page's buttons."""
        return [" ".join(one.split()) for one in self.page.locator("button").all_text_contents()]

    def follow(self, text, status=200):
        """Click the link with these words."""
        link = self.page.locator("a", has_text=_just(text)).first
        with self.page.expect_navigation() as arrival:
            link.click()
        return self._arrive(arrival.value, status)

    def fill(self, **typed):
        """Type into fields, by name or by Chinese label."""
        for key, value in typed.items():
            fields = self._named(key)
            self._put(fields, value)
        return self

    def upload(self, field, name, data):
        """Choose a file."""
        mime = "application/pdf" if name.endswith("pdf") else "application/octet-stream"
        self._named(field).set_input_files({"name": name, "mimeType": mime, "buffer": data})
        return self

    def press(self, button, status=200, within=None):
        """Press the button with these words."""
        place = self.page.locator("form").filter(has_text=within).first if within else self.page
        with self.page.expect_navigation() as arrival:
            place.locator("button", has_text=_just(button)).first.click()
        return self._arrive(arrival.value, status)

    def confirm(self, status=200):
        """Press the main button of the page's first form, whatever its words."""
        main = "form button.btn-primary, form button.btn-danger, form button.btn-seal"
        with self.page.expect_navigation() as arrival:
            self.page.locator("main").locator(main).first.click()
        return self._arrive(arrival.value, status)

    def add_row(self, field):
        """One more empty row of a repeatable field."""
        self.page.locator(f"#{field} [data-add-row]").click()
        return self

    def _named(self, key):
        if is_label(key):
            return self.page.get_by_label(key)
        return self.page.locator(f'[name="{key}"]')

    def _put(self, fields, value):
        tag, kind = fields.first.evaluate("(node) => [node.tagName, node.type]")
        if tag == "SELECT":
            fields.first.select_option(value)
        elif kind in {"checkbox", "radio"}:
            self._tick(fields, value)
        else:
            fields.first.fill(str(value))

    def _tick(self, fields, value):
        wanted = value if isinstance(value, list | tuple) else [value]
        for field in fields.all():
            offered = field.get_attribute("value")
            is_wanted = value if isinstance(value, bool) else offered in [str(one) for one in wanted]
            if is_wanted or field.get_attribute("type") == "checkbox":
                field.set_checked(bool(is_wanted))


def _just(text):
    words = r"\s+".join(re.escape(one) for one in text.split())
    return re.compile(rf"^\s*{words}\s*$")
