"""Pictures: complete, of a sensible size, and nothing behind the end of a PNG."""

import pytest

from tests.core.inspection.samples import DAMAGED, jpg, png, refused


@pytest.mark.parametrize(
    ("filename", "data"),
    [
        ("a.png", png(tail=b"<script>")),
        ("a.png", png()[:-4]),
        ("a.png", png()[:20]),
        ("a.png", png().replace(b"IDAT", b"IDAX")),
        ("a.png", png()[:8] + png()[33:]),
        ("a.png", png(width=0)),
        ("a.jpg", jpg(end=b"")),
        ("a.jpg", jpg()[:12]),
        ("a.jpg", jpg().replace(b"\xff\xc0", b"\xff\xc4")),
        ("a.jpg", jpg(height=0)),
        ("a.jpg", b"\xff\xd8\xff"),
        ("a.jpg", b"\xff\xd8\xff\xd9"),
    ],
)
def test_torn_pictures_are_damaged(filename, data):
    assert refused(filename, data) == DAMAGED


def test_giant_pictures_are_refused():
    sentence = "图片的像素过多，请缩小后再上传。"
    assert refused("a.png", png(20_000, 20_000)) == sentence
    assert refused("a.jpg", jpg(20_000, 20_000)) == sentence
