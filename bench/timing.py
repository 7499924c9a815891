"""Requests through the WSGI callable, timed one by one; product and bare route in turns, so that noise hits both."""

import dataclasses
import io
import statistics
import time
from typing import NamedTuple

from werkzeug.test import EnvironBuilder

TURN = 10
SECONDS = 6.0


def environ_of(path, cookie=""):
    """What a server would hand over for a GET of this path."""
    headers = {"Cookie": cookie} if cookie else {}
    made = EnvironBuilder(path=path, headers=headers, environ_base={"REMOTE_ADDR": "127.0.0.1"}).get_environ()
    return {key: value for key, value in made.items() if not key.startswith("werkzeug")}


class Taken(NamedTuple):
    """What a request took: seconds on the clock of the wall, seconds of the processor; its status and length."""

    wall: float
    processor: float
    status: str
    length: int


def answer(app, environ):
    """Make one request."""
    said = []
    own = environ | {"wsgi.input": io.BytesIO()}
    begun, worked = time.perf_counter(), time.thread_time()
    body = app(own, lambda status, headers, *_: said.append(status))
    length = sum(map(len, body))
    if hasattr(body, "close"):
        body.close()
    return Taken(time.perf_counter() - begun, time.thread_time() - worked, said[0], length)


@dataclasses.dataclass
class Figures:
    """Requests of one page; times in milliseconds."""

    taken: list

    @property
    def rate(self):
        """Requests a second that one processor makes; the time others held it does not count."""
        return len(self.taken) / sum(one.processor for one in self.taken)

    @property
    def median(self):
        """Of the processor."""
        return statistics.median(one.processor for one in self.taken) * 1000

    @property
    def p95(self):
        """Of the processor."""
        return self._p95(one.processor for one in self.taken)

    @property
    def p95_wall(self):
        """As somebody waiting would have seen it on this machine."""
        return self._p95(one.wall for one in self.taken)

    def _p95(self, times):
        return statistics.quantiles(times, n=20, method="inclusive")[-1] * 1000


def compare(apps, environs, seconds=SECONDS):
    """`Figures` of each of the apps over the same requests, in turns."""
    found = [Figures([]) for _ in apps]
    for app in apps:
        for environ in environs:
            status = answer(app, environ).status
            assert status == "200 OK", (environ["PATH_INFO"], status)
    until, place = time.perf_counter() + seconds * len(apps), 0
    while time.perf_counter() < until:
        for app, figures in zip(apps, found, strict=True):
            for turn in range(TURN):
                figures.taken.append(answer(app, environs[(place + turn) % len(environs)]))
        place += TURN
    return found
