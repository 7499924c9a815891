"""How `make run` serves: one process with threads on loopback, because SQLite has one writer."""

import ctypes
import os
import signal

PR_SET_PDEATHSIG = 1

port = os.environ["PORT"]
bind = f"127.0.0.1:{port}"
wsgi_app = "app:server()"
worker_class = "gthread"
workers = 1
threads = 8
loglevel = "warning"
control_socket_disable = True


def post_fork(server, worker):
    """The worker ends with its master, also with one that was killed: it would hold the port for a while."""
    if hasattr(library := ctypes.CDLL(None), "prctl"):
        library.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != server.pid:
        raise SystemExit  # the master went before it could be asked for


def post_worker_init(worker):
    """Says where to look as soon as pages are served, not before."""
    print(f"揭榜台已启动：http://127.0.0.1:{port} （按 Ctrl+C 停止）", flush=True)
