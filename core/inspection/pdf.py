"""Inspection of PDF: no scripts, no program starts, no embedded files, neither open nor in object streams."""

import re
import zlib

from core.inspection.refusal import RefusedFile, damaged

MAX_UNPACKED = 64 * 1024 * 1024
MAX_OBJECT_STREAMS = 10_000
_OPAQUE = "PDF 的内部结构无法检查，请用“打印为 PDF”的方式重新生成后再上传。"
_STEP = 64 * 1024
_TAIL = 4096


def _name(*spellings: str) -> bytes:
    # A PDF name may spell each character as #xx, which scripts in disguise do.
    def either(character: str) -> str:
        code = f"{ord(character):02x}"
        digits = "".join(f"[{d}{d.upper()}]" if d.isalpha() else d for d in code)
        return f"(?:{character}|#{digits})"

    choices = "|".join("".join(map(either, spelling)) for spelling in spellings)
    return f"/(?:{choices})(?=[\\s\\x00/<>\\[\\]()%{{}}]|$)".encode()


_ACTIVE = [
    (re.compile(_name("JavaScript")), "PDF 中含有脚本，请用“打印为 PDF”的方式重新生成后再上传。"),
    (re.compile(_name("Launch")), "PDF 中含有启动外部程序的动作，请用“打印为 PDF”的方式重新生成后再上传。"),
    (re.compile(_name("EmbeddedFile", "EmbeddedFiles")), "PDF 中嵌有其他文件，请取出后分别上传。"),
]
_ENCRYPTED = re.compile(_name("Encrypt"))
_TOKENS = re.compile(
    rb"(?P<end>endobj|endstream)|(?P<stream>stream\r?\n?)"
    rb"|(?P<first>" + _name("First") + rb")"
    rb"|(?P<odd>"
    + _name("LZWDecode", "ASCII85Decode", "ASCIIHexDecode", "RunLengthDecode", "Predictor")
    + rb")"
)


def check_pdf(data: bytes) -> None:
    """Raise RefusedFile for active content, passwords, and what cannot be looked into."""
    if b"%%EOF" not in data[-_TAIL:]:
        raise damaged()
    if _ENCRYPTED.search(data):
        raise RefusedFile("PDF 设有密码或权限限制，请取消后再上传。")
    _refuse_active(data)
    _check_object_streams(data)


def _refuse_active(data: bytes | bytearray) -> None:
    for pattern, sentence in _ACTIVE:
        if pattern.search(data):
            raise RefusedFile(sentence)


def _check_object_streams(data: bytes) -> None:
    # Only object streams carry the key /First; readers look at it, not at /Type, so this does too.
    has_first = is_odd = False
    budget, streams = MAX_UNPACKED, 0
    for token in _TOKENS.finditer(data):
        if token["end"]:
            has_first = is_odd = False
        elif token["first"]:
            has_first = True
        elif token["odd"]:
            is_odd = True
        elif has_first:
            streams += 1
            if is_odd or streams > MAX_OBJECT_STREAMS:
                raise RefusedFile(_OPAQUE)
            objects = _inflate(data, token.end(), budget)
            budget -= len(objects)
            _refuse_active(objects)


def _inflate(data: bytes, start: int, budget: int) -> bytearray:
    objects, inflater = bytearray(), zlib.decompressobj()
    view = memoryview(data)
    try:
        for position in range(start, len(data), _STEP):
            objects += inflater.decompress(view[position : position + _STEP], budget - len(objects) + 1)
            if len(objects) > budget:
                raise RefusedFile("PDF 展开后过大，请用“打印为 PDF”的方式重新生成后再上传。")
            if inflater.eof:
                break
    except zlib.error:
        # What is not compressed was searched with the file as a whole; a torn stream is searched as far as it goes.
        return objects
    return objects
