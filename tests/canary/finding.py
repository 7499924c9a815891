"""Finds the marks of bids in bytes, however they are written: encodings, packed files, streams of a PDF."""

import base64
import gzip
import io
import re
import zipfile
import zlib
from urllib.parse import quote

import pypdf

from core.formats import wan

# One word of each script: what is written in one way may leak in the other.
WORDS = ("zyzzyva7q4k", "鸑鷟獬豸")
PRICES = {"total": 7_381_946_219, "own": 7_351_946_219}
CREDIT_CODE_PART = "MA7351946"
DEEPEST = 4
_STREAM = re.compile(rb"stream\r?\n")
_NUMBERED = re.compile(WORDS[0].encode() + rb"(\d\d)", re.IGNORECASE)


def mark(number):
    """The mark of one bid: found by both words, told apart by its number."""
    return f"{WORDS[0]}{number:02d}{WORDS[1]}"


def _aligned(data):
    """The three ways base64 writes these bytes inside a longer text, without what their neighbours change."""
    for before in range(3):
        text = base64.b64encode(b"\0" * before + data).rstrip(b"=")
        start = -(-before * 8 // 6)
        end = len(text) - (1 if (before + len(data)) % 3 else 0)
        yield text[start:end]


def _spellings(word):
    raw = word.encode()
    yield from (raw, word.encode("utf-16-le"), word.encode("utf-16-be"), raw.hex().encode())
    yield quote(word, safe="").encode()
    yield "".join(f"%{byte:02x}" for byte in raw).encode()
    for form in ("\\u{:04x}", "&#x{:x};", "&#{:d};"):
        yield "".join(form.format(ord(letter)) for letter in word).encode()


def _of_price(fen):
    yuan = f"{fen // 100}.{fen % 100:02d}"
    yield from (str(fen), yuan, f"{fen:,}", f"{fen // 100:,}.{fen % 100:02d}", str(fen // 100), wan(fen))
    yield from (f"{fen / 1_000_000:,.2f}", f"{fen / 1_000_000:.2f}", f"{fen / 1_000_000:.6f}")


FOLDED = {one.lower() for word in WORDS for one in _spellings(word)}
FOLDED |= {one.removesuffix(" 万元").encode() for fen in PRICES.values() for one in _of_price(fen)}
FOLDED.add(CREDIT_CODE_PART.lower().encode())
EXACT = {one for word in WORDS for one in _aligned(word.encode())}
EXACT |= {one.replace(b"+", b"-").replace(b"/", b"_") for one in EXACT}


def found_in(data):
    """Every spelling of a mark that stands in the bytes or in what is packed in them; an empty set is good."""
    return {needle for part in parts(data) for needle in _plainly(part)}


def _plainly(data):
    folded = data.lower()
    return {one for one in FOLDED if one in folded} | {one for one in EXACT if one in data}


def parts(data, depth=0):
    """The bytes, and everything packed in them: members of archives, streams and text of a PDF."""
    yield data
    if depth < DEEPEST:
        for inner in _packed(data):
            yield from parts(inner, depth + 1)


def _packed(data):
    if data.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield "\n".join(archive.namelist()).encode()
            yield from (archive.read(name) for name in archive.namelist())
    elif data.startswith(b"\x1f\x8b"):
        yield gzip.decompress(data)
    elif data.startswith(b"%PDF"):
        yield from _of_pdf(data)
    else:
        inflated = _inflated(data)
        if inflated:
            yield inflated


def _of_pdf(data):
    for start in _STREAM.finditer(data):
        inflated = _inflated(data[start.end() :])
        if inflated:
            yield inflated
    try:
        pages = pypdf.PdfReader(io.BytesIO(data)).pages
        yield re.sub(r"\s", "", "".join(page.extract_text() for page in pages)).encode()
    except pypdf.errors.PyPdfError:
        return


def _inflated(data):
    try:
        return zlib.decompressobj().decompress(data)
    except zlib.error:
        return b""


def numbers_in(data):
    """Which bids' marks stand there, as far as they are written plainly."""
    return {int(one) for part in parts(data) for one in _NUMBERED.findall(part)}
