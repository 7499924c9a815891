"""How `make run` serves: one process with threads on loopback, because SQLite has one writer."""

import os

port = os.environ["PORT"]
bind = f"127.0.0.1:{port}"
wsgi_app = "app:server()"
worker_class = "gthread"
workers = 1
threads = 8
loglevel = "warning"
control_socket_disable = True


def post_worker_init(worker):
    """Says where to look as soon as pages are served, not before."""
    print(f"揭榜台已启动：http://127.0.0.1:{port} （按 Ctrl+C 停止）", flush=True)
