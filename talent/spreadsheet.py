"""The pool as a spreadsheet: columns of the three sheets, template, export, and reading with errors by row and column."""

import dataclasses
import re

from core import clock, spreadsheet
from core.inspection import RefusedFile
from core.spreadsheet import Column
from talent import rules
from talent.states import INDUSTRIES, OUTSIDE, POOLS, REGIONS, RELATIONS, ExpertKind, WorkType

EXPERTS, WORKS, POSTS = "专家", "代表成果", "任职经历"
EXPERT_COLUMNS = (
    Column("姓名", "name", width=12),
    Column("工作单位", "unit", width=30),
    Column("职称", "title", required=False, width=12),
    Column("职务", "position", required=False, width=20),
    Column("专家类别", "kind", required=False, width=12),
    Column("人才池", "pools", required=False, width=24),
    Column("与朔州关系", "relation", required=False, width=12),
    Column("所在地区", "region", required=False, width=14),
    Column("所在城市", "city", required=False, width=14),
    Column("产业领域", "industries", required=False, width=24),
    Column("关键词", "keywords", required=False, width=30),
    Column("研究方向", "direction", required=False, width=50),
    Column("邮箱", "email", required=False, width=22),
    Column("手机", "phone", required=False, width=16),
    Column("愿意评审", "review_willing", required=False, width=10),
    Column("年评审上限", "review_cap", required=False, width=12),
    Column("同意推荐", "consents_recommendation", required=False, width=10),
)
WORK_COLUMNS = (
    Column("姓名", "name", width=12),
    Column("工作单位", "unit", width=30),
    Column("类型", "type", width=10),
    Column("题目", "title", width=40),
    Column("年份", "year", required=False, width=8),
    Column("摘要", "abstract", required=False, width=60),
    Column("本人角色", "role", required=False, width=12),
    Column("关键词", "keywords", required=False, width=24),
    Column("合作者", "co_authors", required=False, width=24),
)
POST_COLUMNS = (
    Column("姓名", "name", width=12),
    Column("工作单位", "unit", width=30),
    Column("任职单位", "post", width=30),
    Column("起始年份", "year_from", required=False, width=10),
    Column("结束年份", "year_to", required=False, width=10),
)
SHEETS = ((EXPERTS, EXPERT_COLUMNS), (WORKS, WORK_COLUMNS), (POSTS, POST_COLUMNS))
CONTACT = ("email", "phone")
LENGTHS = {
    "name": 40, "unit": 120, "title": 40, "position": 60, "region": 60, "city": 40, "post": 120, "direction": 4000, "email": 120, "phone": 30,
    "abstract": 4000, "role": 40,
}  # fmt: skip
# One of the industries names its parts in brackets: what stands there is not another choice.
_SPLIT = re.compile(r"[、，,;；\n]+(?![^（(]*[）)])")
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_PHONE = re.compile(r"[\d+()（）\- ]{5,30}")
YES, NO = ("是", "yes", "true", "1"), ("否", "no", "false", "0")


@dataclasses.dataclass(frozen=True)
class Row:
    """One good row: its sheet and number there, and the values that were filled in."""

    sheet: str
    number: int
    values: dict


class Faults(list):
    """Errors by sheet, row and column, as plain dicts."""

    def note(self, sheet, number, column, text):
        """Add one."""
        self.append({"sheet": sheet, "row": number, "column": column, "text": text})

    @property
    def rows(self):
        """The rows refused, as (sheet, number)."""
        return {(one["sheet"], one["row"]) for one in self}


def template():
    """The empty workbook with one example row on each sheet, which the import leaves out."""
    expert = ("示例：张三", "某某大学", "教授", "实验室主任", "技术研发", POOLS[3], RELATIONS[3], OUTSIDE, "太原市", INDUSTRIES[1],
              "液流电池、极板流道", "一两句话写清研究方向和能解决的问题。", "", "", "是", 10, "是")  # fmt: skip
    work = (
        "示例：张三",
        "某某大学",
        "专利",
        "一种液流电池极板流道结构",
        2023,
        "摘要写清方法和效果。",
        "第一发明人",
        "流道",
        "",
    )
    post = ("示例：张三", "某某大学", "某某研究院", 2015, 2019)
    examples = [(*sheet, [row]) for sheet, row in zip(SHEETS, (expert, work, post), strict=True)]
    return spreadsheet.write([*examples, _help()])


def _help():
    lines = [
        ("专家类别", "、".join(one.label for one in ExpertKind)),
        ("人才池（可多个，用顿号分开）", "、".join(POOLS)),
        ("与朔州关系", "、".join(RELATIONS)),
        ("所在地区", "、".join(REGIONS)),
        ("产业领域（可多个，用顿号分开）", "、".join(INDUSTRIES)),
        ("关键词", f"按熟悉程度排列，最多 {rules.KEYWORDS} 个，用顿号分开"),
        (
            "类型（代表成果）",
            "、".join(one.label for one in WorkType) + f"；每类最多 {rules.WORKS_PER_TYPE} 项",
        ),
        ("所在城市", "所在地区为外地的填写"),
        ("任职经历", f"含兼职，用于回避核查；每人最多 {rules.POSTS} 段，现在仍任职的结束年份留空"),
        ("愿意评审、同意推荐", "填“是”或“否”；须已取得本人同意"),
        ("同名同单位", "视为同一人：填写的内容覆盖原档案，空格不改"),
    ]
    return "填写说明", [Column("栏目", width=30), Column("可填内容", width=90)], lines


def export(profiles, *, contacts=False):
    """The profiles as a workbook that the import takes back; contact data only when asked."""
    columns = [one for one in EXPERT_COLUMNS if contacts or one.key not in CONTACT]
    experts, works, posts = [], [], []
    for profile in profiles:
        experts.append([_shown(getattr(profile, column.key)) for column in columns])
        for work in profile.works:
            owner = {"name": profile.name, "unit": profile.unit}
            works.append([owner.get(c.key) or _shown(getattr(work, c.key)) for c in WORK_COLUMNS])
        posts += [
            (profile.name, profile.unit, one.unit, one.year_from, one.year_to) for one in profile.employments
        ]
    rows: tuple[list, ...] = (experts, works, posts)
    all_columns = columns, WORK_COLUMNS, POST_COLUMNS
    return spreadsheet.write(zip((EXPERTS, WORKS, POSTS), all_columns, rows, strict=True))


def _shown(value):
    if isinstance(value, list):
        return "、".join(value)
    return getattr(value, "label", value)


def read(data, max_rows):
    """(rows of 专家, of 代表成果, of 任职经历, `Faults`); RefusedFile says what is wrong with the file as a whole."""
    names, faults = spreadsheet.sheet_names(data), Faults()
    if not {EXPERTS, WORKS, POSTS} & set(names):
        raise RefusedFile(f"没有找到工作表“{EXPERTS}”“{WORKS}”或“{POSTS}”，请使用模板中的工作表名称。")
    experts, works, posts = (
        _sheet(data, names, sheet, columns, max_rows, faults) for sheet, columns in SHEETS
    )
    return experts, works, posts, faults


def _sheet(data, names, sheet, columns, max_rows, faults):
    if sheet not in names:
        return []
    try:
        found = spreadsheet.read(data, columns, max_rows, sheet)
    except RefusedFile as refused:
        raise RefusedFile(f"工作表“{sheet}”：{refused.sentence}") from refused
    rows = [_row(sheet, number, cells, columns, faults) for number, cells in found]
    return [row for row in rows if row is not None and not row.values["name"].startswith("示例：")]


def _row(sheet, number, cells, columns, faults):
    values, before = {}, len(faults)
    for column in columns:
        text = cells[column.key]
        if text is None:
            if column.required:
                faults.note(sheet, number, column.title, f"“{column.title}”不能为空。")
            continue
        try:
            values[column.key] = PARSERS.get((sheet, column.key), _text)(column, text)
        except ValueError as wrong:
            faults.note(sheet, number, column.title, str(wrong))
    return Row(sheet, number, values) if len(faults) == before else None


def _text(column, text):
    most = LENGTHS.get(column.key, 200)
    if len(text) > most:
        raise ValueError(f"“{column.title}”不能超过 {most} 个字，现有 {len(text)} 个字。")
    return text


def _state_of(states):
    def parse(column, text):
        found = next((one for one in states if text in (one.label, one.value)), None)
        if found is None:
            raise ValueError(
                f"“{text[:20]}”不是可选的{column.title}，可填：{'、'.join(one.label for one in states)}。"
            )
        return found.value

    return parse


def _one_of(choices):
    def parse(column, text):
        if text not in choices:
            raise ValueError(f"“{text[:20]}”不是可选的{column.title}，可填：{'、'.join(choices)}。")
        return text

    return parse


def _some_of(choices):
    check = _one_of(choices)
    return lambda column, text: list(dict.fromkeys(check(column, one) for one in _split(text)))


def _split(text):
    return [part.strip() for part in _SPLIT.split(text) if part.strip()]


def _words(most):
    def parse(column, text):
        words = list(dict.fromkeys(_split(text)))
        if len(words) > most or any(len(word) > 30 for word in words):
            raise ValueError(f"“{column.title}”最多 {most} 个，每个不超过 30 个字，用顿号分开。")
        return words

    return parse


def _yes_no(column, text):
    if text.lower() not in (*YES, *NO):
        raise ValueError(f"“{column.title}”请填“是”或“否”。")
    return text.lower() in YES


def _number(least, most_of):
    def parse(column, text):
        most = most_of()
        if not re.fullmatch(r"\d{1,6}", text, re.ASCII) or not least <= int(text) <= most:
            raise ValueError(f"“{column.title}”请填 {least} 至 {most} 之间的整数。")
        return int(text)

    return parse


def _shaped(pattern, sentence):
    def parse(column, text):
        if not pattern.fullmatch(_text(column, text)):
            raise ValueError(sentence)
        return text

    return parse


PARSERS = {
    (EXPERTS, "kind"): _state_of(ExpertKind),
    (EXPERTS, "pools"): _some_of(POOLS),
    (EXPERTS, "relation"): _one_of(RELATIONS),
    (EXPERTS, "region"): _one_of(REGIONS),
    (EXPERTS, "industries"): _some_of(INDUSTRIES),
    (EXPERTS, "keywords"): _words(rules.KEYWORDS),
    (EXPERTS, "email"): _shaped(_MAIL, "邮箱格式不对，例如 name@example.com。"),
    (EXPERTS, "phone"): _shaped(_PHONE, "电话号码只能含数字、空格、括号和短横线。"),
    (EXPERTS, "review_willing"): _yes_no,
    (EXPERTS, "consents_recommendation"): _yes_no,
    (EXPERTS, "review_cap"): _number(0, lambda: 50),
    (WORKS, "type"): _state_of(WorkType),
    (WORKS, "year"): _number(1950, lambda: clock.today().year + 1),
    (POSTS, "year_from"): _number(1950, lambda: clock.today().year + 1),
    (POSTS, "year_to"): _number(1950, lambda: clock.today().year + 1),
    (WORKS, "keywords"): _words(10),
    (WORKS, "co_authors"): _words(30),
}
