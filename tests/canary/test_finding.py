"""The finder finds the mark however it is written and packed, and nothing where there is none."""

import base64
import gzip
import io
import json
import zipfile
import zlib
from urllib.parse import quote

import pytest

from core import spreadsheet
from tests.canary.aviary import pdf_of
from tests.canary.finding import CREDIT_CODE_PART, PRICES, WORDS, found_in, mark

TEXT = f"前文 {mark(7)} 后文"


def zipped(name, data):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return packed.getvalue()


WRITTEN = (
    {
        "utf-8": TEXT.encode(),
        "utf-16": TEXT.encode("utf-16"),
        "utf-16-be": TEXT.encode("utf-16-be"),
        "capitals": WORDS[0].upper().encode(),
        "json": json.dumps(WORDS[1]).encode(),
        "hex": TEXT.encode().hex().encode(),
        "hex of the Chinese word alone": WORDS[1].encode().hex().upper().encode(),
        "percent": quote(WORDS[1]).lower().encode(),
        "entities": WORDS[1].encode("ascii", "xmlcharrefreplace"),
        "gzip": gzip.compress(TEXT.encode()),
        "zlib": zlib.compress(TEXT.encode()),
        "name in an archive": zipped(mark(7), b""),
        "archive in an archive": zipped("inner.zip", zipped("inner.txt", TEXT)),
        "workbook": spreadsheet.write([("表", ["列"], [[mark(7)]])]),
        "PDF": pdf_of(mark(7)),
        "stream of a PDF": b"%PDF-1.4\nstream\n" + zlib.compress(TEXT.encode()) + b"\nendstream",
        "price in cents": str(PRICES["total"]).encode(),
        "price as shown": f"{PRICES['own'] / 1_000_000:,.2f} 万元".encode(),
        "credit code": CREDIT_CODE_PART.encode(),
    }
    | {f"base64 after {before} bytes": base64.b64encode(b"x" * before + TEXT.encode()) for before in range(3)}
    | {
        f"base64 of the Chinese word after {before} bytes": base64.b64encode(
            b"x" * before + WORDS[1].encode() + b"y"
        )
        for before in range(3)
    }
)


@pytest.mark.parametrize("data", WRITTEN.values(), ids=list(WRITTEN))
def test_it_is_found_however_it_is_written(data):
    assert found_in(data)


@pytest.mark.parametrize("word", WORDS)
def test_each_word_is_found_without_the_other(word):
    assert found_in(f"……{word}……".encode())


def test_other_texts_are_no_find():
    for data in (
        b"",
        "揭榜方案 FA2B3C4D，经费 300.00 万元".encode(),
        zipped("a.txt", "附件"),
        bytes(range(256)) * 50,
    ):
        assert found_in(data) == set()
