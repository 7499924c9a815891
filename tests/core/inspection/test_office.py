"""Word and Excel files: only the parts that documents need, within limits that hold while unpacking."""

import io
import struct
import zipfile

import pytest

from core.inspection import inspect, office
from tests.core.inspection.samples import (
    DAMAGED,
    DOCX,
    RELATION,
    docx,
    packed,
    png,
    refused,
    relations,
    types,
    with_parts,
    xlsx,
)

MACRO = "文件中含有宏或嵌入的程序，请去掉后另存为 docx 或 xlsx 再上传。"
EMBEDDED = "文件中嵌有其他对象，请去掉后再上传。"
LOCAL_LINK = "文件中有指向本机或内部网络文件的链接，请去掉后再上传。"
OUTER_SOURCE = "文件引用了外部的图片、模板或数据，请改为嵌入或断开链接后再上传。"
MISMATCH = "文件内容与扩展名不符，请用 Word、Excel 或 WPS 另存后再上传。"


def test_word_is_not_excel_and_a_plain_zip_is_neither():
    assert refused("a.xlsx", docx()) == MISMATCH
    assert refused("a.docx", xlsx()) == MISMATCH
    assert refused("a.docx", packed({"a.txt": b"x"})) == MISMATCH
    assert refused("a.docx", with_parts({"[Content_Types].xml": types("spreadsheetml.sheet")})) == MISMATCH


@pytest.mark.parametrize(
    ("part", "sentence"),
    [
        ({"word/vbaProject.bin": b"x"}, MACRO),
        ({"word/VBAPROJECT.BIN": b"x"}, MACRO),
        ({"word/activeX/activeX1.xml": b"<a/>"}, MACRO),
        ({"word/setup.exe": b"MZ"}, MACRO),
        ({"word/chunk.html": b"<html/>"}, MACRO),
        ({"word/embeddings/oleObject1.bin": b"x"}, MACRO),
        ({"word/embeddings/doc.docx": docx()}, EMBEDDED),
        ({"word/embeddings/a.xlsx": b"not a zip"}, EMBEDDED),
        ({"word/media/image1.png": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest"}, EMBEDDED),
        ({"word/other.bin": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"}, EMBEDDED),
        ({"../evil.xml": b"<a/>"}, DAMAGED),
        ({"/evil.xml": b"<a/>"}, DAMAGED),
        ({"word/../../evil.xml": b"<a/>"}, DAMAGED),
        ({"C:/evil.xml": b"<a/>"}, DAMAGED),
        ({"WORD/document.xml": b"<a/>"}, DAMAGED),
        ({"word/torn.xml": b"<a>"}, DAMAGED),
        ({"word/entity.xml": b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'}, DAMAGED),
        (
            {"word/wide.xml": '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE a><a/>'.encode("utf-16")},
            DAMAGED,
        ),
    ],
)
def test_parts_that_act_or_mislead_are_refused(part, sentence):
    assert refused("a.docx", with_parts(part)) == sentence


@pytest.mark.parametrize(
    "kind", ["application/vnd.ms-office.vbaProject", "a/x.macroEnabled.main+xml", "b/oleObject"]
)
def test_programs_under_another_name_are_refused_by_their_type(kind):
    content = types("wordprocessingml.document", f'<Override PartName="/word/x.bin" ContentType="{kind}"/>')
    assert refused("a.docx", with_parts({"[Content_Types].xml": content})) == MACRO


@pytest.mark.parametrize(
    ("kind", "target", "mode", "sentence"),
    [
        ("hyperlink", "file:///C:/secret.doc", 'TargetMode="External"', LOCAL_LINK),
        ("hyperlink", "FILE://server/x", 'TargetMode="external"', LOCAL_LINK),
        ("hyperlink", "\\\\server\\share", 'TargetMode="External"', LOCAL_LINK),
        ("hyperlink", "//server/share", 'TargetMode="External"', LOCAL_LINK),
        ("hyperlink", "javascript:alert(1)", 'TargetMode="External"', LOCAL_LINK),
        ("image", "file:///C:/a.png", "", LOCAL_LINK),
        ("attachedTemplate", "https://example.com/a.dotm", 'TargetMode="External"', OUTER_SOURCE),
        ("image", "https://example.com/a.png", 'TargetMode="External"', OUTER_SOURCE),
        ("oleObject", "a.bin", 'TargetMode="External"', OUTER_SOURCE),
    ],
)
def test_outer_relations_are_refused(kind, target, mode, sentence):
    part = {"word/_rels/document.xml.rels": relations((f"{RELATION}/{kind}", target, mode))}
    assert refused("a.docx", with_parts(part)) == sentence


def test_links_to_the_web_and_figures_of_charts_are_accepted():
    links = [
        (f"{RELATION}/hyperlink", target, 'TargetMode="External"')
        for target in ("https://example.com/a", "mailto:a@example.com", "附件.docx", "#mark")
    ]
    parts = {
        "word/_rels/document.xml.rels": relations(*links, (f"{RELATION}/image", "/word/media/a.png", "")),
        "word/embeddings/Microsoft_Excel_Sheet1.xlsx": xlsx(),
        "word/media/a.png": png(),
    }
    assert inspect("a.docx", with_parts(parts)).kind == "docx"


def test_figures_of_charts_are_inspected_too():
    book = io.BytesIO(xlsx())
    with zipfile.ZipFile(book, "a") as container:
        container.writestr("xl/vbaProject.bin", b"x")
    assert refused("a.docx", with_parts({"word/embeddings/a.xlsx": book.getvalue()})) == MACRO


def test_too_many_members_are_refused():
    within = {f"word/p{number}.xml": b"<a/>" for number in range(2000 - len(DOCX))}
    assert inspect("a.docx", with_parts(within)).kind == "docx"
    sentence = "文件内部的部件过多，无法检查，请另存为新文件后再上传。"
    assert refused("a.docx", with_parts(within | {"word/one_more.xml": b"<a/>"})) == sentence


def test_bombs_are_noticed_while_unpacking(monkeypatch):
    assert refused("a.docx", docx(word__a_dot_bin=b"\0" * 1_100_000)) == (
        "文件的压缩比异常，无法检查，请另存为新文件后再上传。"
    )
    monkeypatch.setattr(office, "MAX_RATIO", 10_000)
    parts = {f"word/{number}.bin": b"\0" * 20_000_000 for number in range(11)}
    assert refused("a.docx", with_parts(parts)) == "文件展开后过大，无法检查，请精简后再上传。"


def test_a_directory_that_lies_about_sizes_does_not_help():
    data = bytearray(docx(word__a_dot_bin=b"\0" * 1_100_000))
    entry = data.rfind(b"word/a.bin") - 46
    assert data[entry : entry + 4] == b"PK\x01\x02"
    struct.pack_into("<I", data, entry + 24, 10)
    assert refused("a.docx", bytes(data)) == DAMAGED


def test_passwords_and_torn_containers():
    data = bytearray(docx())
    entry = data.find(b"PK\x01\x02")
    data[entry + 8] |= 1
    assert refused("a.docx", bytes(data)) == "文件设有密码，请取消后再上传。"
    assert refused("a.docx", docx()[:-40]) == DAMAGED
    changed = bytearray(packed(DOCX, zipfile.ZIP_STORED))
    changed[changed.find("揭榜".encode())] ^= 1
    assert refused("a.docx", bytes(changed)) == DAMAGED


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_unusual_compression_is_refused(method):
    assert refused("a.docx", packed(DOCX, method)) == DAMAGED


@pytest.mark.parametrize("offset", [2**16, 2**31, 2**32 - 1])
def test_a_directory_that_is_said_to_begin_behind_the_end_is_damage(offset):
    data = docx()
    assert refused("a.docx", data[:-6] + struct.pack("<I", offset) + data[-2:]) == DAMAGED
