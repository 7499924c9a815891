"""Every upload is what it claims to be, under a harmless name."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.inspection import MAX_SIZE, Inspected, RefusedFile, inspect
from tests.core.inspection.samples import OFFICE, docx, jpg, object_stream, pdf, png, refused, xlsx


@pytest.mark.parametrize(
    ("filename", "data", "expected"),
    [
        ("方案.pdf", pdf(), Inspected("pdf", "application/pdf", "方案.pdf")),
        ("方案.DOCX", docx(), Inspected("docx", OFFICE + "wordprocessingml.document", "方案.docx")),
        ("专家.xlsx", xlsx(), Inspected("xlsx", OFFICE + "spreadsheetml.sheet", "专家.xlsx")),
        ("图.png", png(), Inspected("png", "image/png", "图.png")),
        ("照片.JPEG", jpg(), Inspected("jpg", "image/jpeg", "照片.jpg")),
    ],
)
def test_every_allowed_kind_is_accepted(filename, data, expected):
    assert inspect(filename, data) == expected


@pytest.mark.parametrize(
    "filename", ["a.svg", "a.html", "a.exe", "a.doc", "a.docm", "a.zip", "a", "", ".pdf.", "pdf"]
)
def test_other_extensions_are_refused_whatever_the_content(filename):
    sentence = "只接受 PDF、Word（docx）、Excel（xlsx）、PNG 和 JPG 文件，请转换格式后再上传。"
    assert refused(filename, pdf()) == sentence


@pytest.mark.parametrize(
    ("filename", "data"),
    [("a.pdf", docx()), ("a.docx", pdf()), ("a.png", jpg()), ("a.jpg", png()), ("a.pdf", b"<html></html>")],
)
def test_extension_and_content_must_agree(filename, data):
    extension = filename.partition(".")[2]
    assert refused(filename, data) == f"文件内容与扩展名 .{extension} 不符，请用原来的软件另存后再上传。"


def test_empty_and_large_files_are_refused():
    assert refused("a.pdf", b"") == "文件是空的，请重新选择。"
    assert refused("a.pdf", b"%PDF-" + b"x" * MAX_SIZE) == "文件超过 20 MB，请压缩或拆分后再上传。"


@pytest.mark.parametrize(
    ("filename", "safe"),
    [
        ("../../etc/方案.pdf", "方案.pdf"),
        ("C:\\Users\\张三\\方案.pdf", "方案.pdf"),
        ("a\u202efdp.exe.pdf", "afdp.exe.pdf"),
        ("a\r\nb\0\u200b.pdf", "a b.pdf"),
        ('x<y>:"z|?*.pdf', "x_y___z___.pdf"),
        ("  ..隐藏 .pdf", "隐藏.pdf"),
        (".pdf", "文件.pdf"),
        ("长" * 300 + ".pdf", "长" * 100 + ".pdf"),
        ("e\u0301.pdf", "é.pdf"),
    ],
)
def test_names_are_cleaned(filename, safe):
    assert inspect(filename, pdf()).safe_name == safe


def test_a_reversed_extension_is_seen_through():
    assert refused("报价\u202efdp.exe", pdf()).startswith("只接受")


@pytest.mark.slow
@settings(deadline=None)
@given(st.sampled_from(["pdf", "docx", "xlsx", "png", "jpg"]), st.data())
def test_changed_bytes_are_accepted_or_refused_but_never_crash(kind, data):
    original = {
        "pdf": pdf(object_stream(b"1 0 << >>")),
        "docx": docx(),
        "xlsx": xlsx(),
        "png": png(),
        "jpg": jpg(),
    }[kind]
    content = bytearray(original)
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        outcome = inspect(f"a.{kind}", bytes(content)).kind
    except RefusedFile as refusal:
        outcome = refusal.sentence
    assert outcome == kind or re.search(r"[\u4e00-\u9fff].*。$", outcome)
