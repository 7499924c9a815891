"""Spreadsheets out and in: every cell is data and never a formula; what cannot be read is said in Chinese."""

import contextlib
import csv
import datetime as dt
import io
import math
import re
import unicodedata
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import xlsxwriter

from core import clock
from core.formats import FEN_PER_WAN
from core.inspection import RefusedFile, inspect
from core.inspection.refusal import damaged

MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MAX_UNPACKED = 60 * 1024 * 1024
MAX_COLUMNS = 200
LAST_ROW = 1_048_576
MAX_CELL = 32_767

_FORMATS = {
    "header": {"bold": True, "bg_color": "#DCE6F1", "border": 1, "text_wrap": True, "valign": "vcenter"},
    "text": {"text_wrap": True, "valign": "top"},
    "date": {"num_format": "yyyy-mm-dd", "valign": "top"},
    "moment": {"num_format": "yyyy-mm-dd hh:mm", "valign": "top"},
    "money": {"num_format": "#,##0.00####", "valign": "top"},
    "number": {"valign": "top"},
}
_FORBIDDEN_IN_NAME = re.compile(r"[\[\]:*?/\\']")
_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII)


def _reader():
    # It brings numpy along; a server that reads no sheet need not wait for it.
    import openpyxl

    return openpyxl


@dataclass(frozen=True)
class Column:
    """A column: heading, key of the row's value when read, and kind text, number, date or money.

    `money` takes 分 and shows 万元. A heading may carry a trailing `*` in the file.
    """

    title: str
    key: str = ""
    kind: str = "text"
    required: bool = True
    width: float | None = None


def write(sheets: Iterable[tuple[str, Sequence[str | Column], Iterable[Sequence]]]) -> bytes:
    """Return a workbook with one sheet for each (name, columns, rows)."""
    buffer = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        formats = {kind: book.add_format(look) for kind, look in _FORMATS.items()}
        for name, columns, rows in sheets:
            sheet = book.add_worksheet(_FORBIDDEN_IN_NAME.sub(" ", name)[:31].strip() or "表")
            _write_sheet(sheet, formats, [_column(each) for each in columns], list(rows))
    return buffer.getvalue()


def csv_safe(value: object) -> object:
    """Return a value for a CSV cell that no spreadsheet program takes for a formula; numbers stay as they are."""
    if (
        isinstance(value, str)
        and value.lstrip(" ").startswith(_STARTS_FORMULA)
        and not _NUMBER.fullmatch(value)
    ):
        return "'" + value
    return value


def write_csv(rows: Iterable[Sequence]) -> bytes:
    """Return the rows as CSV with a byte order mark, by which Excel knows it for UTF-8; no cell is a formula."""
    held = io.StringIO(newline="")
    csv.writer(held).writerows([csv_safe(value) for value in row] for row in rows)
    return held.getvalue().encode("utf-8-sig")


def read(
    data: bytes, columns: Sequence[str | Column], max_rows: int, sheet: str = ""
) -> list[tuple[int, dict]]:
    """Return (row number as Excel shows it, values by key) of the first or the named sheet, without blank rows.

    Empty cells are None, texts are stripped. RefusedFile says what is wrong with file, headings or length.
    """
    inspect("导入.xlsx", data)
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        if sum(member.file_size for member in container.infolist()) > MAX_UNPACKED:
            raise RefusedFile("表格内容过大，请拆分后再导入。")
    rows = _rows(data, sheet)
    expected = [_column(each) for each in columns]
    wanted = _by_position(next(rows, (0, ()))[1], expected)
    found = []
    for number, cells in rows:
        if len(found) == max_rows:
            raise RefusedFile(f"一次最多导入 {max_rows} 行，请拆分后再导入。")
        values = dict.fromkeys(each.key or each.title for each in expected)
        for position, column in wanted.items():
            if position < len(cells):
                values[column.key or column.title] = _value(cells[position], column.kind)
        found.append((number, values))
    return found


def _column(column: str | Column) -> Column:
    return column if isinstance(column, Column) else Column(column)


def _write_sheet(sheet, formats: dict, columns: list[Column], rows: list[Sequence]) -> None:
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width or _width(column, [row[place] for row in rows[:100]]))
        sheet.write_string(0, place, column.title, formats["header"])
    for number, row in enumerate(rows, start=1):
        for place, (column, value) in enumerate(zip(columns, row, strict=True)):
            _write_cell(sheet, formats, (number, place), value, column.kind)


def _write_cell(sheet, formats: dict, at: tuple[int, int], value: Any, kind: str) -> None:
    if value is None or value == "":
        return
    if isinstance(value, dt.date) and value.year >= 1900:
        is_moment = isinstance(value, dt.datetime)
        sheet.write_datetime(*at, _local(value), formats["moment" if is_moment else "date"])
    elif _is_number(value):
        is_money = kind == "money"
        sheet.write_number(*at, Decimal(value) / FEN_PER_WAN if is_money else value, formats[kind])
    else:
        sheet.write_string(*at, _text(value)[:MAX_CELL], formats["text"])


def _is_number(value: Any) -> bool:
    is_number = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
    # Excel keeps 15 digits; a longer whole number is an identifier and stays a text.
    return is_number and math.isfinite(value) and abs(value) < 10**15


def _local(value: dt.date) -> dt.date:
    if isinstance(value, dt.datetime) and value.tzinfo:
        return clock.beijing(value).replace(tzinfo=None)
    return value


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value)


def _width(column: Column, values: list) -> float:
    if column.kind == "money":
        return 14
    texts = [
        column.title,
        *("2026-01-01 00:00" if isinstance(v, dt.date) else _text(v) for v in values if v is not None),
    ]
    longest = max(
        sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text[:60]) for text in texts
    )
    return min(max(longest + 2, 8), 60)


def sheet_names(data: bytes) -> list[str]:
    """Return the names of the sheets; RefusedFile when the file cannot be read."""
    inspect("导入.xlsx", data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = _reader().load_workbook(io.BytesIO(data), read_only=True)
        with contextlib.closing(book):
            return book.sheetnames
    except Exception as error:
        raise damaged() from error


def _rows(data: bytes, name: str) -> Iterator[tuple[int, tuple]]:
    # Whatever a crafted file makes openpyxl raise, the user reads the same sentence.
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = _reader().load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        with contextlib.closing(book):
            sheet = book[name] if name else book.worksheets[0]
            sheet.reset_dimensions()
            cells = sheet.iter_rows(max_row=LAST_ROW, max_col=MAX_COLUMNS, values_only=True)
            for number, row in enumerate(cells, start=1):
                if row.count(None) < len(row) and any(_clean(value) is not None for value in row):
                    yield number, row
    except Exception as error:
        raise damaged() from error


def _by_position(cells: Sequence, columns: list[Column]) -> dict[int, Column]:
    titles = [_title(cell) for cell in cells]
    by_title = {column.title: column for column in columns}
    known = [title for title in titles if title]
    missing = [column.title for column in columns if column.required and column.title not in known]
    unknown = [title for title in known if title not in by_title]
    repeated = [title for title in dict.fromkeys(known) if known.count(title) > 1]
    problems = [("缺少列", missing), ("不认识的列", unknown), ("重复的列", repeated)]
    found = [f"{problem}：{_listed(names)}。" for problem, names in problems if names]
    if found:
        raise RefusedFile("第一行应为列名。" + "".join(found) + "请使用模板中的列名。")
    return {place: by_title[title] for place, title in enumerate(titles) if title}


def _listed(names: list[str]) -> str:
    shown = "、".join(name[:30] for name in names[:10])
    return f"{shown}等 {len(names)} 列" if len(names) > 10 else shown


def _title(cell: object) -> str:
    return _as_text(_clean(cell)).rstrip("*＊ ")


def _clean(value: object) -> object:
    if isinstance(value, str):
        text = unicodedata.normalize("NFC", value).replace("\r\n", "\n").replace("\r", "\n")
        return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) != "Cc").strip() or None
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def _value(cell: object, kind: str) -> object:
    value = _clean(cell)
    if kind == "date" and isinstance(value, dt.datetime):
        return value.date()
    return _as_text(value) or None if kind == "text" else value


def _as_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    return _text(value)
