"""A person at the test client who reads pages, follows links by their words and fills forms by their labels."""

import io

from tests.client import HTML

FIELDS = {HTML + "input", HTML + "select", HTML + "textarea"}
MAIN = {"btn-primary", "btn-danger", "btn-seal"}
NOT_SENT = {"submit", "button", "image", "reset", "file"}


def words(node):
    """Text of an element, white space folded."""
    return " ".join("".join(node.itertext()).split())


def is_label(key):
    """A Chinese key names a field by its label, any other by its name."""
    return any(ord(letter) > 0x2E7F for letter in key)


class Visitor:
    """Drives the test client the way `tests.browser.people.Person` drives a window: one story, two players."""

    def __init__(self, client, name=""):
        self.client, self.name, self.status, self.path, self._typed = client, name, None, "", {}

    def visit(self, path, status=200):
        """Open an address; the answer must have this status."""
        return self._arrive(self.client.get(path, follow_redirects=True), status)

    def _arrive(self, response, status):
        self._typed, self.status = {}, response.status_code
        self.response, self.path = response, response.request.full_path.rstrip("?")
        if status is not None and response.status_code != status:
            raise AssertionError(f"{self.name} {self.path}: {response.status_code} {self.text()[:900]}")
        return self

    def text(self):
        """What the page says, without its frame."""
        main = list(self.client.page.iter(HTML + "main")) if self.client.page is not None else []
        return words(main[0]) if main else self.response.get_data(as_text=True)

    def reads(self, *texts):
        """The page must say each of these."""
        for text in texts:
            assert text in self.text(), (
                f"{self.name} {self.path}: “{text}” is missing in {self.text()[:2000]}"
            )
        return self

    def misses(self, *texts):
        """Neither the page nor its source may say any of these."""
        source = self.response.get_data(as_text=True)
        for text in texts:
            assert text not in source, f"{self.name} {self.path}: “{text}” must not be here"
        return self

    def links(self):
        """Addresses of the page's links by their words."""
        return {words(node): node.get("href") for node in self.client.page.iter(HTML + "a")}

    def buttons(self):
        """Words of the page's buttons."""
        return [words(node) for node in self.client.page.iter(HTML + "button")]

    def follow(self, text, status=200):
        """Click the link with these words."""
        address = self.links().get(text)
        assert address, f"{self.name} {self.path}: no link “{text}” among {list(self.links())}"
        return self.visit(address, status)

    def fill(self, **typed):
        """Type into fields, by name or by Chinese label, before `press`."""
        self._typed |= typed
        return self

    def upload(self, field, name, data):
        """Choose a file."""
        self._typed[field] = (io.BytesIO(data), name)
        return self

    def press(self, button, status=200, within=None):
        """Press the button with these words; sends its form as a browser would."""
        return self._send(*self._button(button, within), status)

    def _send(self, form, pressed, status):
        data = self._defaults(form)
        self._type_into(form, data)
        if pressed.get("name"):
            data.setdefault(pressed.get("name"), []).append(pressed.get("value") or "")
        address = pressed.get("formaction") or form.get("action") or self.path
        send = self.client.post if (form.get("method") or "get").lower() == "post" else self.client.get
        key = "data" if send == self.client.post else "query_string"
        return self._arrive(send(address, follow_redirects=True, **{key: data}), status)

    def confirm(self, status=200):
        """Press the main button of the page's first form, whatever its words."""
        for form in self._main().iter(HTML + "form"):
            for node in form.iter(HTML + "button"):
                if MAIN & set((node.get("class") or "").split()) and not node.get("formaction"):
                    return self._send(form, node, status)
        raise AssertionError(f"{self.name} {self.path}: nothing to confirm: {self.text()[:1500]}")

    def add_row(self, field):
        """One more empty row of a repeatable field, by the button for readers without JavaScript."""
        for form in self.client.page.iter(HTML + "form"):
            for node in form.iter(HTML + "button"):
                if node.get("name") == "go" and node.get("value") == f"row-{field}":
                    kept = dict(self._typed)
                    return self._send(form, node, 200)._keep_typed(kept)
        raise AssertionError(f"{self.name} {self.path}: no row can be added to {field}")

    def _keep_typed(self, typed):
        names = {node.get("name") for node in self.client.page.iter() if node.tag in FIELDS}
        lost = [key for key in typed if not is_label(key) and key not in names]
        assert lost == [], f"{self.name} {self.path}: lost {lost}"
        return self

    def _main(self):
        return next(self.client.page.iter(HTML + "main"))

    def _button(self, text, within):
        for form in self.client.page.iter(HTML + "form"):
            if within and within not in words(form) and within not in (form.get("action") or ""):
                continue
            for node in self._of(form, {HTML + "button"}):
                if words(node) == text and node.get("type", "submit") == "submit":
                    return form, node
        raise AssertionError(
            f"{self.name} {self.path}: no button “{text}” among {self.buttons()}: {self.text()[:1500]}"
        )

    def _of(self, form, tags):
        """Elements that belong to a form: those in it and those that name it; what a template holds is inert."""
        page = self.client.page
        inert = {id(node) for one in page.iter(HTML + "template") for node in one.iter()}
        inside = {id(node) for node in form.iter()}
        return [
            node
            for node in page.iter()
            if node.tag in tags
            and id(node) not in inert
            and (node.get("form") == form.get("id") if node.get("form") else id(node) in inside)
        ]

    def _defaults(self, form):
        data = {}
        for node in self._of(form, FIELDS):
            name, kind = node.get("name"), node.get("type", "text")
            if not name or kind in NOT_SENT or node.get("disabled") is not None:
                continue
            if kind in {"checkbox", "radio"}:
                if node.get("checked") is not None:
                    data.setdefault(name, []).append(node.get("value", "on"))
            elif node.tag == HTML + "select":
                data.setdefault(name, []).extend(_chosen(node))
            else:
                text = "".join(node.itertext()) if node.tag == HTML + "textarea" else node.get("value", "")
                data.setdefault(name, []).append(text.removeprefix("\n"))
        return data

    def _type_into(self, form, data):
        for key, value in self._typed.items():
            nodes = self._named(form, key)
            assert nodes, f"{self.name} {self.path}: no field “{key}” in {sorted(data)}"
            data[nodes[0].get("name")] = _sent(nodes, value)

    def _named(self, form, key):
        if not is_label(key):
            return [node for node in self._of(form, FIELDS) if node.get("name") == key]
        for label in form.iter(HTML + "label"):
            if words(label).removesuffix("必填") == key:
                return [node for node in self._of(form, FIELDS) if node.get("id") == label.get("for")]
        return []


def _chosen(select):
    options = list(select.iter(HTML + "option"))
    marked = [one for one in options if one.get("selected") is not None]
    if not marked and select.get("multiple") is None:
        marked = options[:1]
    return [one.get("value", words(one)) for one in marked]


def _sent(nodes, value):
    first, kind = nodes[0], nodes[0].get("type", "text")
    if first.tag == HTML + "select":
        for option in first.iter(HTML + "option"):
            if value in {option.get("value"), words(option)}:
                return [option.get("value", words(option))]
        raise AssertionError(f"no option {value!r} in {first.get('name')}")
    if kind in {"checkbox", "radio"}:
        offered = [node.get("value", "on") for node in nodes]
        if value is True or value is False:
            return offered if value else []
        wanted = value if isinstance(value, list | tuple) else [value]
        assert set(wanted) <= set(offered), f"{wanted} are not offered: {offered}"
        return list(wanted)
    return [value] if isinstance(value, tuple) else [str(value)]
