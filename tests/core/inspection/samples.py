"""Small files of every kind, right and wrong, for the tests of the inspection."""

import datetime as dt
import io
import struct
import zipfile
import zlib

import pytest
import xlsxwriter

from core.inspection import RefusedFile, inspect

OFFICE = "application/vnd.openxmlformats-officedocument."
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DAMAGED = "文件已损坏或不完整，请重新导出后再上传。"


def types(main, more=""):
    return f'<Types><Override PartName="/x" ContentType="{OFFICE}{main}.main+xml"/>{more}</Types>'.encode()


def relations(*rows):
    body = "".join(f'<Relationship Id="r" Type="{kind}" Target="{to}" {mode}/>' for kind, to, mode in rows)
    return f"<Relationships>{body}</Relationships>".encode()


DOCX = {
    "[Content_Types].xml": types("wordprocessingml.document"),
    "_rels/.rels": relations((f"{RELATION}/officeDocument", "word/document.xml", "")),
    "word/document.xml": "<document>揭榜方案</document>".encode(),
}


def packed(parts, compression=zipfile.ZIP_DEFLATED):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as container:
        for name, content in parts.items():
            container.writestr(zipfile.ZipInfo(name), content, compression)
    return buffer.getvalue()


def docx(**more):
    return packed(DOCX | {name.replace("__", "/").replace("_dot_", "."): body for name, body in more.items()})


def with_parts(parts):
    return packed(DOCX | parts)


def xlsx():
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.set_properties({"created": dt.datetime(2022, 1, 1)})  # noqa: DTZ001  (the same bytes every time)
        book.add_worksheet("专家").write(0, 0, "姓名")
    return buffer.getvalue()


def png(width=2, height=2, tail=b""):
    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    picture = zlib.compress(b"\0\0\0" * 2)
    chunks = chunk(b"IHDR", header) + chunk(b"IDAT", picture) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks + tail


def jpg(width=2, height=2, end=b"\xff\xd9"):
    def segment(marker, body):
        return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body

    frame = segment(0xC0, struct.pack(">BHHB", 8, height, width, 1) + b"\1\x11\0")
    return b"\xff\xd8" + segment(0xE0, b"JFIF\0") + frame + segment(0xDA, b"\1\1\0\0?\0") + b"\x12\x34" + end


def pdf(body=b"", tail=b"\n%%EOF\n"):
    return b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n" + body + b"\ntrailer << /Root 1 0 R >>" + tail


def object_stream(objects, dictionary=b"/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode"):
    return (
        b"2 0 obj\n<< " + dictionary + b" >>\nstream\r\n" + zlib.compress(objects) + b"\nendstream\nendobj\n"
    )


def refused(filename, data):
    with pytest.raises(RefusedFile) as refusal:
        inspect(filename, data)
    assert str(refusal.value) == refusal.value.sentence
    return refusal.value.sentence
