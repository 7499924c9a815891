"""Values that break careless programs: texts, numbers, dates, files."""

import datetime as dt
import io
import zipfile

PLANES = (
    0x80,
    0x3000,
    0xA000,
    0x10000,
    0x110000,
)  # ends of ASCII, of alphabets, of Chinese, of two bytes, of all
TEXTS = (
    "",
    " ",
    "\u3000",
    "0",
    "-1",
    "-1000000",
    "1e309",
    "nan",
    "inf",
    "٣",
    "½",
    "0.1234567",
    "99999999999999999999999999",
    str(2**31),
    str(2**63),
    str(2**70),
    "-" + str(2**70),
    "9" * 5000,
    "\x00",
    "a\x00b",
    "\r\nX-Injected: 1",
    "\u202e反向\u202c",
    "\ufeff零宽\u200b",
    "e\u0301" * 40,
    "👩‍👩‍👧‍👦",
    "\U0010ffff",
    "=cmd|' /C calc'!A0",
    "@SUM(1)",
    "' OR 1=1 --",
    '"; DROP TABLE bid; --',
    "%' ESCAPE '\\",
    "\\",
    "%",
    "_",
    "*",
    '"',
    "NEAR(",
    "AND OR NOT",
    "<script>alert(1)</script>",
    "{{ 7*7 }}",
    "${7*7}",
    "%s%n%x",
    "../../../etc/passwd",
    "//evil.example/x",
    "https://evil.example/",
    "/desk\\@evil.example",
    "javascript:alert(1)",
    "电" * 300,
    "液" * 30_000,
    "电池",
    "池",
    "GB/T 33339",
    "true",
    "on",
    "None",
    "null",
    "[]",
    '{"a": 1}',
    "1900-01-01",
    "9999-12-31",
    "0000-00-00",
    "10000-01-01",
    "2026-02-30",
    "2026-10-01T25:61",
    "2026-12-01T12:00",
    "0001-01-01T00:00",
    "9999-12-31T23:59",
    "2026-12-01",
    "100",
    "50",
    "3",
    "1",
    "120.5",
)


def _office(*parts):
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w") as archive:
        for name, text in parts:
            archive.writestr(name, text)
    return stored.getvalue()


FILES = (
    ("空.pdf", b""),
    ("a.pdf", b"%PDF-1.7 not really"),
    ("a.pdf", b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"),
    ("a.exe", b"MZ\x90\x00"),
    ("a.docx", b"PK\x03\x04 torn"),
    ("a.xlsx", _office(("[Content_Types].xml", "<Types/>"), ("xl/workbook.xml", "<workbook/>"))),
    ("a.xlsx", _office(("xl/vbaProject.bin", "x"))),
    ("a.docx", _office(("../../outside", "x"), ("word/document.xml", "<!DOCTYPE x [<!ENTITY y 'z'>]><x/>"))),
    ("a.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 20),
    ("a.svg", b"<svg onload='alert(1)'/>"),
    ("../../etc/passwd", b"x"),
    ("a\x00.pdf", b"%PDF-1.4"),
    ("长" * 300 + ".pdf", b"%PDF-1.4"),
    ("", b"x"),
    ("无扩展名", b"\xff\xfe" * 50),
    ("a.pdf", b"%PDF-1.4" + b"0" * 300_000),
)


def text(drawn):
    """One of the texts above, or any characters, number or day; `drawn` is a `random.Random`."""
    kind = drawn.randrange(6)
    if kind < 2:
        return drawn.choice(TEXTS)
    if kind == 2:
        letters = (chr(drawn.randrange(drawn.choice(PLANES))) for _ in range(drawn.randrange(41)))
        return "".join(one for one in letters if not "\ud800" <= one <= "\udfff")
    if kind == 3:
        return str(drawn.randrange(-(2 ** drawn.randrange(130)), 2 ** drawn.randrange(130)))
    if kind == 4:
        return str(drawn.uniform(-1, 1) * 10.0 ** drawn.randrange(-320, 308))
    return str(dt.date.fromordinal(drawn.randrange(1, dt.date.max.toordinal())))
