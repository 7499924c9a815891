"""PDF files: nothing that acts, neither openly nor in disguise."""

import pytest

from core.inspection import inspect
from tests.core.inspection.samples import DAMAGED, object_stream, pdf, refused

SCRIPT = "PDF 中含有脚本，请用“打印为 PDF”的方式重新生成后再上传。"
LAUNCH = "PDF 中含有启动外部程序的动作，请用“打印为 PDF”的方式重新生成后再上传。"
ATTACHED = "PDF 中嵌有其他文件，请取出后分别上传。"
OPAQUE = "PDF 的内部结构无法检查，请用“打印为 PDF”的方式重新生成后再上传。"


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"<< /S /JavaScript /JS (x) >>", SCRIPT),
        (b"<< /S/JavaScript/JS(x)>>", SCRIPT),
        (b"<< /S /J#61va#53cript >>", SCRIPT),
        (b"<< /S /#4a#61#76#61#53#63#72#69#70#74 >>", SCRIPT),
        (b"<< /S /#4A#61#76#61#53#63#72#69#70#74>>", SCRIPT),
        (b"<< /S /Launch /F (x) >>", LAUNCH),
        (b"<< /Type /EmbeddedFile >>", ATTACHED),
        (b"<< /Names << /EmbeddedFiles 5 0 R >> >>", ATTACHED),
        (object_stream(b"1 0 << /S /JavaScript >>"), SCRIPT),
        (object_stream(b"1 0 << /S /Launch >>", b"/N 1 /#46irst 4 /Filter [/FlateDecode]"), LAUNCH),
        (object_stream(b"x", b"/First 4 /Filter [/ASCIIHexDecode /FlateDecode]"), OPAQUE),
        (object_stream(b"x", b"/First 4 /Filter /FlateDecode /DecodeParms << /Predictor 12 >>"), OPAQUE),
        (object_stream(b"\0" * 70_000_000), "PDF 展开后过大，请用“打印为 PDF”的方式重新生成后再上传。"),
        (b"/First 4 " + b"stream\n" * 10_001, OPAQUE),
        (b"trailer << /Encrypt 5 0 R >>", "PDF 设有密码或权限限制，请取消后再上传。"),
    ],
)
def test_active_pdfs_are_refused(body, sentence):
    assert refused("a.pdf", pdf(body)) == sentence


@pytest.mark.parametrize(
    "body",
    [
        b"<< /JavaScripts /LaunchPad /EmbeddedFilesOf /Encryption >>",
        b"(JavaScript Launch EmbeddedFile)",
        object_stream(b"1 0 << /Type /Page >>"),
        object_stream(b"BT /F1 Tf ET", b"/Filter [/ASCII85Decode /FlateDecode]"),
        b"2 0 obj << /First 4 >> stream\nnot compressed\nendstream endobj",
    ],
)
def test_ordinary_pdfs_are_accepted(body):
    assert inspect("a.pdf", pdf(body)).kind == "pdf"


def test_a_cut_pdf_is_damaged():
    assert refused("a.pdf", pdf(tail=b"")) == DAMAGED
