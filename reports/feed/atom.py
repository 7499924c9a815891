"""Entries as an Atom document (RFC 4287): stable ids, instants in UTC, only characters that XML knows."""

import dataclasses
import datetime as dt
import re
import uuid
from xml.etree import ElementTree as ET

from core.canonical import utc_text

NAMESPACE = "http://www.w3.org/2005/Atom"
MIME = "application/atom+xml"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
ET.register_namespace("", NAMESPACE)


@dataclasses.dataclass(frozen=True)
class Entry:
    """One thing that was published; `key` names it for ever, `path` is its page on this site."""

    key: str
    kind: str
    title: str
    path: str
    published: dt.datetime
    text: str
    updated: dt.datetime | None = None

    @property
    def changed(self) -> dt.datetime:
        """When it was changed last."""
        return self.updated or self.published


@dataclasses.dataclass(frozen=True)
class Head:
    """The feed itself: title and owner in words, the root address of the site, and who signs (fingerprint, hex)."""

    title: str
    subtitle: str
    owner: str
    root: str
    fingerprint: str
    path: str
    since: dt.datetime

    def id_of(self, key: str) -> str:
        """A name that stays the same whatever address the site has, and that no other installation uses."""
        return uuid.uuid5(uuid.uuid5(uuid.NAMESPACE_URL, f"jiebang:{self.fingerprint}"), key).urn


def document(head: Head, entries: list[Entry]) -> bytes:
    """The feed as UTF-8 bytes; the same entries give the same bytes."""
    feed = ET.Element(f"{{{NAMESPACE}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": "zh-CN"})
    _say(feed, "id", head.id_of("feed"))
    _say(feed, "title", head.title)
    _say(feed, "subtitle", head.subtitle)
    _say(feed, "updated", _instant(max((one.changed for one in entries), default=head.since)))
    _say(_say(feed, "author"), "name", head.owner)
    _say(feed, "link", rel="self", type=MIME, href=head.root + head.path)
    _say(feed, "link", rel="alternate", type="text/html", href=f"{head.root}/")
    for one in entries:
        _add(feed, head, one)
    return ET.tostring(feed, encoding="utf-8", xml_declaration=True)


def _add(feed, head, one):
    entry = _say(feed, "entry")
    _say(entry, "id", head.id_of(one.key))
    _say(entry, "title", one.title)
    _say(entry, "published", _instant(one.published))
    _say(entry, "updated", _instant(one.changed))
    _say(entry, "category", term=one.key.partition("/")[0], label=one.kind)
    _say(entry, "link", rel="alternate", type="text/html", href=head.root + one.path)
    _say(entry, "content", one.text, type="text")


def _say(parent, tag, text=None, **attributes):
    node = ET.SubElement(parent, f"{{{NAMESPACE}}}{tag}", attributes)
    node.text = None if text is None else _NOT_XML.sub("\ufffd", text)
    return node


def _instant(at):
    return utc_text(at)
