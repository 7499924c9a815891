"""Inspection of docx and xlsx: the parts of the zip, one by one, with limits that hold while unpacking."""

import io
import re
import zipfile
import zlib
from xml.parsers import expat

from core.inspection.refusal import RefusedFile, damaged

MAX_MEMBERS = 2000
MAX_UNPACKED = 200 * 1024 * 1024
MAX_RATIO = 200
RATIO_MATTERS_FROM = 1024 * 1024
_STEP = 64 * 1024
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PROGRAMS = re.compile(
    r"(^|/)(vbaproject[^/]*|vbadata\.xml|(activex|macrosheets|customui[0-9]*)/.*|oleobject[^/]*"
    r"|.*\.(exe|dll|com|scr|bat|cmd|ps1|vbs|vbe|js|jse|wsf|hta|html?|mht|mhtml|lnk|jar|msi|svgz|swf|docm|xlsm))$"
)
_PROGRAM_TYPES = re.compile(r"vbaproject|macroenabled|oleobject|activex|ms-excel\.intlmacrosheet")
_EMBEDDED = re.compile(r"(^|/)embeddings/[^/]+$")
_WEB = re.compile(r"(https?|mailto|tel):", re.IGNORECASE)
_ANY_SCHEME = re.compile(r"[a-z][a-z0-9+.\-]*:|//|\\", re.IGNORECASE)


def check_docx(data: bytes) -> None:
    """Raise RefusedFile unless this is a Word document without programs, embedded objects and outer sources."""
    _check(data, "word/document.xml", "wordprocessingml.document.main+xml")


def check_xlsx(data: bytes, budget: int = MAX_UNPACKED) -> None:
    """Raise RefusedFile unless this is a workbook without programs, embedded objects and outer sources."""
    _check(data, "xl/workbook.xml", "spreadsheetml.sheet.main+xml", budget)


def _check(data: bytes, main_part: str, main_type: str, budget: int = MAX_UNPACKED) -> None:
    # Counted before zipfile reads the directory, which a crafted one makes slow.
    if data.count(b"PK\x01\x02") > MAX_MEMBERS:
        raise RefusedFile("文件内部的部件过多，无法检查，请另存为新文件后再上传。")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as container:
            members = _checked_members(container, main_part)
            types = _read_all(container, members, budget)
    except RefusedFile:
        raise
    except (zipfile.BadZipFile, zlib.error, expat.ExpatError) as error:
        raise damaged() from error
    except (EOFError, OSError, NotImplementedError, RuntimeError, ValueError, OverflowError) as error:
        raise damaged() from error
    if not any(main_type in each for each in types):
        raise RefusedFile("文件内容与扩展名不符，请用 Word、Excel 或 WPS 另存后再上传。")


def _checked_members(container: zipfile.ZipFile, main_part: str) -> list[zipfile.ZipInfo]:
    members = container.infolist()
    names = [member.filename for member in members]
    if len({name.lower() for name in names}) != len(names) or any(map(_leaves_folder, names)):
        raise damaged()
    if any(member.flag_bits & 1 for member in members):
        raise RefusedFile("文件设有密码，请取消后再上传。")
    if any(member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for member in members):
        raise damaged()
    if any(_PROGRAMS.search(name.lower()) for name in names):
        raise RefusedFile("文件中含有宏或嵌入的程序，请去掉后另存为 docx 或 xlsx 再上传。")
    if not {"[Content_Types].xml", "_rels/.rels", main_part} <= set(names):
        raise RefusedFile("文件内容与扩展名不符，请用 Word、Excel 或 WPS 另存后再上传。")
    return members


def _leaves_folder(name: str) -> bool:
    parts = name.split("/")
    return (
        not name
        or name.startswith("/")
        or "\\" in name
        or ":" in name
        or ".." in parts
        or not name.isprintable()
    )


def _read_all(container: zipfile.ZipFile, members: list[zipfile.ZipInfo], budget: int) -> list[str]:
    types: list[str] = []
    for member in members:
        part = _Part(member, types)
        with container.open(member) as stream:
            while chunk := stream.read(_STEP):
                budget -= len(chunk)
                if budget < 0:
                    raise RefusedFile("文件展开后过大，无法检查，请精简后再上传。")
                part.take(chunk)
        part.finish(budget)
    return types


class _Part:
    """One member while it is being read: its size, its first bytes, and its XML if it is XML."""

    def __init__(self, member: zipfile.ZipInfo, types: list[str]):
        self._member, self._types, self._size, self._head = member, types, 0, b""
        name = member.filename.lower()
        self._kept = io.BytesIO() if _EMBEDDED.search(name) else None
        self._parser = _parser(name, types) if name.endswith((".xml", ".rels", ".vml")) else None

    def take(self, chunk: bytes) -> None:
        self._size += len(chunk)
        self._head = self._head or chunk[:8]
        if self._size > RATIO_MATTERS_FROM and self._size > MAX_RATIO * max(self._member.compress_size, 1):
            raise RefusedFile("文件的压缩比异常，无法检查，请另存为新文件后再上传。")
        if self._parser:
            self._parser.Parse(chunk, False)
        if self._kept:
            self._kept.write(chunk)

    def finish(self, budget: int) -> None:
        if self._head.startswith(_OLE):
            raise RefusedFile("文件中嵌有其他对象，请去掉后再上传。")
        if self._parser:
            self._parser.Parse(b"", True)
        if self._kept:
            _check_embedded(self._member.filename, self._kept.getvalue(), budget)


def _check_embedded(name: str, data: bytes, budget: int) -> None:
    # Every chart of a Word document carries its figures as a workbook; anything else embedded is refused.
    is_figures = name.lower().endswith(".xlsx") and name.startswith("word/")
    if not is_figures or not data.startswith(b"PK\x03\x04"):
        raise RefusedFile("文件中嵌有其他对象，请去掉后再上传。")
    check_xlsx(data, budget)


def _parser(name: str, types: list[str]):
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_doctype
    if name == "[content_types].xml":
        parser.StartElementHandler = lambda _tag, attributes: _take_type(attributes, types)
    elif name.endswith(".rels"):
        parser.StartElementHandler = lambda _tag, attributes: _check_relationship(attributes)
    return parser


def _refuse_doctype(*_args) -> None:
    raise damaged()


def _take_type(attributes: dict[str, str], types: list[str]) -> None:
    content_type = attributes.get("ContentType", "").lower()
    if _PROGRAM_TYPES.search(content_type):
        raise RefusedFile("文件中含有宏或嵌入的程序，请去掉后另存为 docx 或 xlsx 再上传。")
    types.append(content_type)


def _check_relationship(attributes: dict[str, str]) -> None:
    target = attributes.get("Target", "").strip()
    is_outer = attributes.get("TargetMode", "").lower() == "external"
    if is_outer and not attributes.get("Type", "").endswith("/hyperlink"):
        raise RefusedFile("文件引用了外部的图片、模板或数据，请改为嵌入或断开链接后再上传。")
    if (is_outer and not _WEB.match(target) and _ANY_SCHEME.match(target)) or (
        not is_outer and _ANY_SCHEME.match(target)
    ):
        raise RefusedFile("文件中有指向本机或内部网络文件的链接，请去掉后再上传。")
