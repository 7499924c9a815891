"""The product served by gunicorn in a process group of its own, as .ci/serve does, so that it can be killed."""

import contextlib
import errno
import http.client
import os
import signal
import socket
import subprocess
import sys
import time

from app import ROOT

STARTS_WITHIN = 60
WORKERS_END_WITHIN, AT_WORK_WITHIN = 1, 0.5


class Server:
    """A server with these settings on a free port of loopback."""

    def __init__(self, settings, log):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.settings, self.log, self.process = settings, log, None

    def start(self):
        """Come up; returns when pages are served."""
        program = [
            sys.executable,
            "-m",
            "gunicorn",
            "--config",
            ".ci/gunicorn.py",
            f"app:server({self.settings!r})",
        ]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603  (our own command)
                program,
                cwd=ROOT,
                env=os.environ | {"PORT": str(self.port)},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        until = time.monotonic() + STARTS_WITHIN
        while not self._is_ready():
            if self.process.poll() is not None or time.monotonic() > until:
                raise AssertionError(self.log.read_text("utf-8"))
            time.sleep(0.05)

    def _is_ready(self):
        try:
            with self.browser() as browser:
                browser.request("GET", "/readyz")
                return browser.getresponse().status == 200
        except OSError:
            return False

    def browser(self):
        """A connection, closed at the end of a ``with``."""
        return contextlib.closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=20))

    def kill_the_master_only(self):
        """kill -9 of the one process whose number people see, amid a request; whether the port is free at once."""
        head = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nkind="
        with socket.create_connection(("127.0.0.1", self.port)) as half_sent:
            half_sent.sendall(head)
            time.sleep(AT_WORK_WITHIN)
            os.kill(self.process.pid, signal.SIGKILL)
            self.process.wait()
            return self._is_free()

    def _is_free(self):
        until = time.monotonic() + WORKERS_END_WITHIN
        while time.monotonic() < until:
            with socket.socket() as asking:
                asking.settimeout(WORKERS_END_WITHIN)
                if asking.connect_ex(("127.0.0.1", self.port)) == errno.ECONNREFUSED:
                    return True
        return False

    def kill(self):
        """kill -9 of the whole group, in the middle of whatever it does."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
