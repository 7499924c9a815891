"""A server for the browser inside the test process: it runs under the test clock and keeps what went wrong."""

import threading
import traceback

from werkzeug.serving import WSGIRequestHandler, make_server


class _Quiet(WSGIRequestHandler):
    def log(self, *_args):
        """The test says what went wrong; a line per request says nothing."""


class LiveServer:
    """`app` behind a port of loopback; `errors` holds the trace of every exception that escaped a view."""

    def __init__(self, app):
        self.app, self.errors = app, []
        self._server = make_server("127.0.0.1", 0, self._answer, threaded=True, request_handler=_Quiet)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    def _answer(self, environ, start_response):
        try:
            return self.app(environ, start_response)
        except Exception:
            self.errors.append(
                f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}\n{traceback.format_exc()}"
            )
            start_response("500 INTERNAL SERVER ERROR", [("Content-Type", "text/plain")])
            return [b""]

    def stop(self):
        """Answer nothing any more and give the port back."""
        self._server.shutdown()
        self._thread.join(10)
        self._server.server_close()
