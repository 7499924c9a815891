"""What is written is data of the right type; what is read is told apart from what cannot be read."""

import datetime as dt
import io
import zipfile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import spreadsheet
from core.inspection import RefusedFile
from core.spreadsheet import Column, csv_safe, read, write

COLUMNS = [
    Column("姓名", "name"),
    Column("年龄", "age", kind="number", required=False),
    Column("生日", "born", kind="date", required=False),
    Column("电话", "phone", required=False),
]
DAMAGED = "文件已损坏或不完整，请重新导出后再上传。"


def loaded(data):
    return openpyxl.load_workbook(io.BytesIO(data))


def sheet_of(rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def refused(data, columns=COLUMNS, max_rows=10):
    with pytest.raises(RefusedFile) as refusal:
        read(data, columns, max_rows)
    return refusal.value.sentence


def test_cells_have_the_type_of_their_values():
    instant = dt.datetime(2026, 11, 22, 9, 30, tzinfo=dt.UTC)
    row = ["张三", 12, 1.5, dt.date(2026, 3, 4), instant, True, None, 1_234_500_000, 10**16]
    titles = [
        "姓名",
        "数",
        "分数",
        "日期",
        "时间",
        "是否",
        "空",
        Column("金额（万元）", kind="money"),
        "编号",
    ]
    sheet = loaded(write([("列表", titles, [row])]))["列表"]
    assert [cell.value for cell in sheet[1]] == [*titles[:7], "金额（万元）", "编号"]
    assert [cell.value for cell in sheet[2]] == [
        "张三",
        12,
        1.5,
        dt.datetime(2026, 3, 4),  # noqa: DTZ001 - Excel knows no zones
        dt.datetime(2026, 11, 22, 17, 30),  # noqa: DTZ001
        "是",
        None,
        1234.5,
        "10000000000000000",
    ]
    assert sheet["D2"].number_format == "yyyy-mm-dd"
    assert sheet["E2"].number_format == "yyyy-mm-dd hh:mm"
    assert sheet["H2"].number_format == "#,##0.00####"
    assert (sheet["A1"].font.bold, sheet["A2"].font.bold, sheet.freeze_panes) == (True, False, "A2")


@pytest.mark.parametrize(
    "text", ["=1+1", "@SUM(A1)", "+1", "-1+2", "{=1}", "https://example.com", "007", "1e5"]
)
def test_texts_stay_texts(text):
    cell = loaded(write([("a", ["x"], [[text]])])).active["A2"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


def test_names_widths_and_several_sheets():
    book = loaded(write([("甲/乙[1]", ["标题"], [["长" * 100]]), ("", [Column("x", width=33)], [])]))
    assert book.sheetnames == ["甲 乙 1", "表"]
    assert book["甲 乙 1"].column_dimensions["A"].width == pytest.approx(60, abs=1)
    assert book["表"].column_dimensions["A"].width == pytest.approx(33, abs=1)


def test_a_row_of_the_wrong_length_is_a_mistake_of_the_caller():
    with pytest.raises(ValueError, match="zip"):
        write([("a", ["x"], [["1", "2"]])])


def test_long_and_old_values_are_written_as_far_as_excel_can():
    sheet = loaded(
        write([("a", ["x", "y", "z"], [["长" * 40_000, dt.date(1850, 1, 2), float("inf")]])])
    ).active
    assert sheet["A2"].value == "长" * 32_767
    assert (sheet["B2"].value, sheet["C2"].value) == ("1850-01-02", "inf")


@pytest.mark.parametrize(
    ("value", "safe"),
    [
        ("=1+1", "'=1+1"),
        ("@x", "'@x"),
        ("+86 1", "'+86 1"),
        ("  =1", "'  =1"),
        ("\t=1", "'\t=1"),
        ("＝1", "'＝1"),
        ("-5", "-5"),
        ("+3.5", "+3.5"),
        ("-1+2", "'-1+2"),
        ("张三", "张三"),
        ("", ""),
        (-5, -5),
        (None, None),
    ],
)
def test_csv_safe(value, safe):
    assert csv_safe(value) == safe


def test_rows_are_read_with_their_numbers_and_types():
    day = dt.datetime(1980, 5, 6)  # noqa: DTZ001 - Excel knows no zones
    data = sheet_of(
        [
            ["年龄", " 姓名 *", "生日", "电话"],
            [46.0, "  张三\r\n李四 ", day, 13800000000],
            [None, "   ", None, None],
            ["四十", "王五", "1980年", 1.5],
            [None, day, None, True],
        ]
    )
    assert read(data, COLUMNS, 10) == [
        (2, {"name": "张三\n李四", "age": 46, "born": dt.date(1980, 5, 6), "phone": "13800000000"}),
        (4, {"name": "王五", "age": "四十", "born": "1980年", "phone": "1.5"}),
        (5, {"name": "1980-05-06", "age": None, "born": None, "phone": "是"}),
    ]


def test_plain_titles_are_required_keys_and_optional_columns_may_be_missing():
    data = sheet_of([["姓名"], ["张三"]])
    assert read(data, ["姓名"], 10) == [(2, {"姓名": "张三"})]
    assert read(data, COLUMNS, 10) == [(2, {"name": "张三", "age": None, "born": None, "phone": None})]


def test_what_was_written_can_be_read():
    assert read(write([("a", COLUMNS, [["=1", 5, dt.date(2026, 1, 2), "1"]])]), COLUMNS, 10) == [
        (2, {"name": "=1", "age": 5, "born": dt.date(2026, 1, 2), "phone": "1"})
    ]


def test_formulas_are_read_as_their_last_value():
    assert read(sheet_of([["姓名", "电话"], ["=1+1", "x"]]), COLUMNS, 10)[0][1]["name"] is None


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([["年龄"]], "第一行应为列名。缺少列：姓名。请使用模板中的列名。"),
        ([["姓名", "血型", "星座"]], "第一行应为列名。不认识的列：血型、星座。请使用模板中的列名。"),
        ([["姓名", "姓名"]], "第一行应为列名。重复的列：姓名。请使用模板中的列名。"),
        ([["Name"]], "第一行应为列名。缺少列：姓名。不认识的列：Name。请使用模板中的列名。"),
        ([], "第一行应为列名。缺少列：姓名。请使用模板中的列名。"),
        (
            [["姓名", *(f"列{n}" for n in range(11))]],
            "第一行应为列名。不认识的列：列0、列1、列2、列3、列4、列5、列6、列7、列8、列9等 11 列。请使用模板中的列名。",
        ),
    ],
)
def test_wrong_headings_are_named(rows, sentence):
    assert refused(sheet_of(rows)) == sentence


def test_too_many_rows_are_refused():
    data = sheet_of([["姓名"], *[["张三"]] * 11])
    assert refused(data) == "一次最多导入 10 行，请拆分后再导入。"
    assert len(read(data, COLUMNS, 11)) == 11


def test_other_files_and_large_contents_are_refused(monkeypatch):
    assert refused(b"name,age\n") == "文件内容与扩展名 .xlsx 不符，请用原来的软件另存后再上传。"
    monkeypatch.setattr(spreadsheet, "MAX_UNPACKED", 1000)
    assert refused(sheet_of([["姓名"]])) == "表格内容过大，请拆分后再导入。"


def replaced(data, part, old, new):
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(buffer, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, content.replace(old, new) if name == part else content)
    return buffer.getvalue()


def test_a_crafted_sheet_is_damaged_and_a_far_row_does_not_hang():
    data, part = sheet_of([["姓名"], ["张三"]]), "xl/worksheets/sheet1.xml"
    assert refused(replaced(data, part, b'r="A1"', b'r="?!"')) == DAMAGED
    assert read(replaced(data, part, b'<row r="2"', b'<row r="99999999999"'), COLUMNS, 10) == []


@pytest.mark.slow
@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1), max_size=5)
)
def test_any_text_comes_back(texts):
    rows = [[f"甲{text}乙"] for text in texts]
    expected = [spreadsheet._clean(text) for [text] in rows]
    assert [row["x"] for _, row in read(write([("a", ["x"], rows)]), ["x"], 10)] == expected
