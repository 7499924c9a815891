"""Static files: an address that changes with the file, so that browsers may keep what they have for a year."""

import functools
import hashlib
from pathlib import Path

from flask import current_app

YEAR = 365 * 24 * 3600


@functools.cache
def _version(path, modified):
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()[:10]


def _add_version(endpoint, values):
    if endpoint != "static" or "filename" not in values:
        return
    path = Path(current_app.static_folder) / values["filename"]
    if path.is_file():
        values.setdefault("v", _version(str(path), path.stat().st_mtime_ns))


def register(app):
    """Give every address of an own static file the digest of its content."""
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = YEAR
    app.url_defaults(_add_version)
