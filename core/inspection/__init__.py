"""The inspection of uploads: what a file really is, under a harmless name, or the sentence why it is refused."""

from dataclasses import dataclass

from core.inspection.images import check_jpg, check_png
from core.inspection.names import clean_name
from core.inspection.office import check_docx, check_xlsx
from core.inspection.pdf import check_pdf
from core.inspection.refusal import RefusedFile

__all__ = ["ACCEPT", "MAX_SIZE", "Inspected", "RefusedFile", "inspect"]

MAX_SIZE = 20 * 1024 * 1024
ACCEPT = ".pdf,.docx,.xlsx,.png,.jpg,.jpeg"

_OFFICE = "application/vnd.openxmlformats-officedocument."
_MIME = {
    "pdf": "application/pdf",
    "docx": _OFFICE + "wordprocessingml.document",
    "xlsx": _OFFICE + "spreadsheetml.sheet",
    "png": "image/png",
    "jpg": "image/jpeg",
}
_MAGIC = {
    "pdf": b"%PDF-",
    "docx": b"PK\x03\x04",
    "xlsx": b"PK\x03\x04",
    "png": b"\x89PNG\r\n\x1a\n",
    "jpg": b"\xff\xd8\xff",
}
_CHECKS = {"pdf": check_pdf, "docx": check_docx, "xlsx": check_xlsx, "png": check_png, "jpg": check_jpg}


@dataclass(frozen=True)
class Inspected:
    """What an accepted file is: `kind` is one of pdf, docx, xlsx, png, jpg."""

    kind: str
    mime: str
    safe_name: str


def inspect(filename: str, data: bytes) -> Inspected:
    """Return what the file is, or raise RefusedFile with a sentence for the field."""
    stem, extension = clean_name(filename)
    kind = "jpg" if extension == "jpeg" else extension
    if kind not in _MIME:
        raise RefusedFile("只接受 PDF、Word（docx）、Excel（xlsx）、PNG 和 JPG 文件，请转换格式后再上传。")
    if not data:
        raise RefusedFile("文件是空的，请重新选择。")
    if len(data) > MAX_SIZE:
        raise RefusedFile("文件超过 20 MB，请压缩或拆分后再上传。")
    if not data.startswith(_MAGIC[kind]):
        raise RefusedFile(f"文件内容与扩展名 .{extension} 不符，请用原来的软件另存后再上传。")
    _CHECKS[kind](data)
    return Inspected(kind, _MIME[kind], f"{stem}.{kind}")
