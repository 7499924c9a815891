"""A refusal that can be read: what the browser still sends is taken in and thrown away.

Most refusals are decided before the body has been read, above all that it is too large. Browsers read the answer
only when they have sent everything; if the server closes before, they show a broken connection instead of the page.
"""

import itertools
import time

MOST_BYTES = 256 * 1024 * 1024  # nobody uploads more by mistake; above this the connection breaks
MOST_SECONDS = 60
AT_ONCE = 64 * 1024


class Draining:
    """A WSGI application that reads to the end, within limits, what `inner` has left of the body."""

    def __init__(self, inner):
        self.inner = inner

    def __call__(self, environ, start_response):
        """The answer of `inner`."""
        answer = self.inner(environ, start_response)
        if _announced(environ) <= MOST_BYTES:
            _drain(environ["wsgi.input"])
        return answer


def _announced(environ):
    # Of a chunked body no length is known beforehand; the limits of reading hold for it too.
    digits = environ.get("CONTENT_LENGTH") or "0"
    return int(digits) if digits.isdecimal() else 0


def _drain(stream):
    until = time.monotonic() + MOST_SECONDS
    for taken in itertools.count(1):
        if not stream.read(AT_ONCE) or taken * AT_ONCE >= MOST_BYTES or time.monotonic() > until:
            return
