"""The sheets: every wrong cell is named by sheet, row and column; what goes out comes in again."""

import importlib.util
from pathlib import Path

import pytest

from core import spreadsheet as sheets
from core.inspection import RefusedFile
from talent import spreadsheet
from talent.spreadsheet import EXPERTS, WORKS
from talent.states import INDUSTRIES, POOLS
from tests import world

_spec = importlib.util.spec_from_file_location("workbooks", Path(__file__).with_name("workbooks.py"))
workbooks = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(workbooks)
GOOD, WORK, book = workbooks.GOOD, workbooks.WORK, workbooks.book


def faults(experts=(), works=()):
    return [
        (one["sheet"], one["row"], one["column"], one["text"])
        for one in spreadsheet.read(book(experts, works), 99)[-1]
    ]


def test_good_rows_are_read_as_values(app):
    experts, works, posts, found = spreadsheet.read(book([GOOD], [WORK], [workbooks.POST]), 99)
    assert found == []
    assert experts[0].values == {
        "name": "王导入",
        "unit": "北岭大学",
        "title": "教授",
        "kind": "industry",
        "pools": ["柔性引进人才"],
        "relation": "项目合作",
        "region": "外地",
        "city": "太原市",
        "industries": ["储能", "新材料"],
        "keywords": ["液流电池", "极板"],
        "direction": "液流电池极板。",
        "email": "wang@example.com",
        "phone": "0349-1234567",
        "review_willing": True,
        "review_cap": 6,
        "consents_recommendation": True,
    }
    assert works[0].values == {
        "name": "王导入",
        "unit": "北岭大学",
        "type": "patent",
        "title": "一种极板",
        "year": 2023,
        "abstract": "流道结构。",
        "keywords": ["流道", "极板"],
        "co_authors": ["李四", "张三"],
    }
    assert posts[0].values == {
        "name": "王导入",
        "unit": "北岭大学",
        "post": "旧岭研究院",
        "year_from": 2015,
        "year_to": 2019,
    }


@pytest.mark.parametrize(
    ("key", "value", "column", "sentence"),
    [
        ("name", None, "姓名", "“姓名”不能为空。"),
        ("name", "长" * 41, "姓名", "“姓名”不能超过 40 个字，现有 41 个字。"),
        ("kind", "大师", "专家类别", "“大师”不是可选的专家类别，可填：技术研发、产业、财务、其他。"),
        ("pools", "柔性引进人才、神仙", "人才池", "“神仙”不是可选的人才池，可填："),
        ("relation", "亲戚", "与朔州关系", "“亲戚”不是可选的与朔州关系，可填："),
        ("region", "火星", "所在地区", "“火星”不是可选的所在地区，可填："),
        ("industries", "炼丹", "产业领域", "“炼丹”不是可选的产业领域，可填："),
        (
            "keywords",
            "一、二、三、四、五、六",
            "关键词",
            "“关键词”最多 5 个，每个不超过 30 个字，用顿号分开。",
        ),
        ("email", "wang@", "邮箱", "邮箱格式不对，例如 name@example.com。"),
        ("phone", "请打总机", "手机", "电话号码只能含数字、空格、括号和短横线。"),
        ("review_willing", "也许", "愿意评审", "“愿意评审”请填“是”或“否”。"),
        ("review_cap", "很多", "年评审上限", "“年评审上限”请填 0 至 50 之间的整数。"),
        ("review_cap", 51, "年评审上限", "“年评审上限”请填 0 至 50 之间的整数。"),
    ],
)
def test_a_wrong_cell_of_an_expert(app, key, value, column, sentence):
    found = faults([GOOD, GOOD | {key: value}])
    assert [one[:3] for one in found] == [(EXPERTS, 3, column)]
    assert found[0][3].startswith(sentence)


@pytest.mark.parametrize(
    ("key", "value", "column", "sentence"),
    [
        ("type", "小说", "类型", "“小说”不是可选的类型，可填：论文、专利、项目、奖项、标准。"),
        ("title", None, "题目", "“题目”不能为空。"),
        ("year", 1900, "年份", "“年份”请填 1950 至 2027 之间的整数。"),
        ("year", "去年", "年份", "“年份”请填 1950 至 2027 之间的整数。"),
    ],
)
def test_a_wrong_cell_of_a_work(app, key, value, column, sentence):
    assert faults([GOOD], [WORK, WORK | {key: value}]) == [(WORKS, 3, column, sentence)]


def test_every_wrong_cell_of_a_row_is_named(app):
    row = GOOD | {"kind": "大师", "review_cap": -1, "email": "x"}
    assert [one[2] for one in faults([row])] == ["专家类别", "邮箱", "年评审上限"]


def test_a_book_without_our_sheets_is_refused(app):
    with pytest.raises(RefusedFile) as refused:
        spreadsheet.read(sheets.write([("别的", ["姓名"], [])]), 99)
    assert refused.value.sentence == "没有找到工作表“专家”“代表成果”或“任职经历”，请使用模板中的工作表名称。"


def test_a_missing_column_is_named_with_its_sheet(app):
    with pytest.raises(RefusedFile) as refused:
        spreadsheet.read(sheets.write([(EXPERTS, ["姓名"], [])]), 99)
    assert refused.value.sentence.startswith("工作表“专家”：第一行应为列名。缺少列：工作单位。")


def test_the_template_can_be_uploaded_and_adds_nobody(app):
    assert spreadsheet.read(spreadsheet.template(), 99) == ([], [], [], [])


def test_what_is_exported_comes_in_again_and_holds_no_contact_data(app):
    row = world.profile("赵出入", phone="13800001111", email="zhao@example.com", region="外地", relation="无")
    data = spreadsheet.export([row])
    experts, works, _posts, found = spreadsheet.read(data, 99)
    assert (found, len(works)) == ([], 1)
    assert experts[0].values["keywords"] == ["液流电池", "极板流道"]
    assert not {"email", "phone"} & set(experts[0].values)
    with_contacts = spreadsheet.read(spreadsheet.export([row], contacts=True), 99)[0][0].values
    assert (with_contacts["email"], with_contacts["phone"]) == ("zhao@example.com", "13800001111")


def test_every_choice_comes_in_again_as_it_went_out(app):
    row = world.profile(
        "钱全选", industries=list(INDUSTRIES), pools=list(POOLS), region="外地", city="大同市"
    )
    experts, _works, _posts, found = spreadsheet.read(spreadsheet.export([row]), 99)
    assert found == []
    assert (experts[0].values["industries"], experts[0].values["pools"]) == (list(INDUSTRIES), list(POOLS))
    assert experts[0].values["city"] == "大同市"
