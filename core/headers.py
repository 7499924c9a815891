"""Security headers of every answer, no copies of pages that belong to somebody, no stale ones of the others."""

from flask import Flask, Response, request, session

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
SANDBOX = "sandbox; default-src 'none'; frame-ancestors 'none'"
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": (
        "accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), "
        "magnetometer=(), microphone=(), payment=(), usb=()"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
HSTS = "max-age=31536000; includeSubDomains"


def register(app: Flask) -> None:
    """Add the headers to every answer of the application, refusals included."""
    app.after_request(_protect)


def _protect(response: Response) -> Response:
    response.headers.update(ALWAYS)
    is_download = response.headers.get("Content-Disposition", "").startswith("attachment")
    response.headers["Content-Security-Policy"] = SANDBOX if is_download else CSP
    if request.is_secure:
        response.headers["Strict-Transport-Security"] = HSTS
    if _is_personal(response):
        response.headers["Cache-Control"] = "no-store"
        response.vary.add("Cookie")
    elif "Cache-Control" not in response.headers:
        # Deadlines and states change by the minute: nobody on the way may guess how long a page holds.
        response.headers["Cache-Control"] = "no-cache"
    return response


def _is_personal(response: Response) -> bool:
    # Whoever sends or gets a cookie may be signed in: this needs no query and errs on the safe side.
    is_static = (request.endpoint or "").rpartition(".")[2] == "static"
    return not is_static and bool(request.cookies or session.modified or "Set-Cookie" in response.headers)
