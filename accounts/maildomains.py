"""Whose domain a mail address belongs to; public providers are nobody's."""

import functools
from pathlib import Path

FILE = Path(__file__).with_name("public_mail.txt")


@functools.cache
def public():
    """Domains of providers open to anybody."""
    lines = FILE.read_text("utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def domains_of(address):
    """The domain of an address and those above it, longest first; none of a public provider."""
    domain = address.rpartition("@")[2].strip().casefold().rstrip(".")
    parts = domain.split(".")
    found = [".".join(parts[place:]) for place in range(len(parts) - 1)]
    return [] if domain in public() else [one for one in found if one not in public()]
