"""Documents as PDF: the same bytes for the same data, data never markup, nothing outside the folder, bounded time."""

import datetime as dt
import io
import subprocess
import sys

import pypdf
import pytest

from core import documents
from core.documents import NotMade, pdf

AT = dt.datetime(2026, 9, 16, 2, 0, tzinfo=dt.UTC)


@pytest.fixture
def template(tmp_path, monkeypatch):
    """`template(text)`: the name of a template with this source, in a folder of its own."""

    def write(text):
        (tmp_path / "one.typ").write_text(text, encoding="utf-8")
        return "one"

    monkeypatch.setattr(documents, "FOLDER", tmp_path)
    return write


def text_of(data):
    """All text of a PDF."""
    return "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)


SAY = "#let data = json(bytes(sys.inputs.data))\n#data.said"


def test_the_same_data_give_the_same_bytes(template):
    one = template(SAY)
    made = pdf(one, {"said": "hello"}, at=AT)
    assert "hello" in text_of(made)
    assert made == pdf(one, {"said": "hello"}, at=AT)
    assert made != pdf(one, {"said": "hallo"}, at=AT)


@pytest.mark.parametrize("said", ["#panic()", "$ x $", '#read("/etc/passwd")', "\\ ] } *a*", "<label> @ref"])
def test_what_people_write_is_never_markup(template, said):
    assert said.replace(" ", "") in text_of(pdf(template(SAY), {"said": said}, at=AT)).replace(" ", "")


@pytest.mark.parametrize(
    "source",
    [
        '#read("/etc/passwd")',
        '#read("../../../../etc/passwd")',
        '#import "@preview/cetz:0.3.0"',
        "#panic()",
        "#(",
        "#data.nothing",
    ],
)
def test_a_faulty_template_is_a_sentence(template, source):
    with pytest.raises(NotMade, match="PDF 暂时不能生成"):
        pdf(template(source), {"said": ""}, at=AT)


def test_a_template_that_never_ends_is_stopped(template):
    with pytest.raises(NotMade, match="PDF 暂时不能生成"):
        pdf(
            template("#let n = 0\n#while true { n += 1; if n > 100000000 { break } }"), {}, at=AT, longest=0.7
        )


def test_when_too_many_are_being_made_one_is_told_to_wait():
    for _ in range(2):
        documents.AT_ONCE.acquire()
    try:
        with pytest.raises(NotMade, match="请稍后再试"):
            pdf("receipt", {}, at=AT, longest=0.01)
    finally:
        for _ in range(2):
            documents.AT_ONCE.release()


def test_a_machine_without_chinese_fonts_has_one_of_ours():
    """The characters of the receipt are all in the font that comes with the product."""
    program = f"""if True:
        import typst
        fonts = typst.Fonts(include_system_fonts=False, font_paths=[{str(documents.FOLDER / "fonts")!r}])
        assert "Jiebang Song" in fonts.families()
        source = '#set text(font: "Jiebang Song", fallback: false)\\n揭榜方案提交回执，核验签名。'.encode()
        open({"/dev/stdout"!r}, "wb").write(typst.Compiler(font_paths=fonts).compile(source, format="pdf"))
    """
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)  # noqa: S603
    assert "揭榜方案提交回执，核验签名。" in text_of(done.stdout)
