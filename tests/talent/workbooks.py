"""Workbooks for the tests of the import."""

from core import spreadsheet
from talent.spreadsheet import EXPERT_COLUMNS, EXPERTS, POST_COLUMNS, POSTS, WORK_COLUMNS, WORKS

GOOD = {
    "name": "王导入", "unit": "北岭大学", "title": "教授", "kind": "产业", "pools": "柔性引进人才", "relation": "项目合作",
    "region": "外地", "city": "太原市", "industries": "储能、新材料", "keywords": "液流电池、极板", "direction": "液流电池极板。",
    "email": "wang@example.com", "phone": "0349-1234567", "review_willing": "是", "review_cap": 6,
    "consents_recommendation": "是",
}  # fmt: skip
WORK = {
    "name": "王导入", "unit": "北岭大学", "type": "专利", "title": "一种极板", "year": 2023, "abstract": "流道结构。",
    "keywords": "流道、极板", "co_authors": "李四，张三",
}  # fmt: skip


POST = {"name": "王导入", "unit": "北岭大学", "post": "旧岭研究院", "year_from": 2015, "year_to": 2019}


def book(experts=(), works=(), posts=()):
    """A workbook with these rows; each is a dict by key."""
    return spreadsheet.write(
        [
            (EXPERTS, EXPERT_COLUMNS, [[row.get(c.key) for c in EXPERT_COLUMNS] for row in experts]),
            (WORKS, WORK_COLUMNS, [[row.get(c.key) for c in WORK_COLUMNS] for row in works]),
            (POSTS, POST_COLUMNS, [[row.get(c.key) for c in POST_COLUMNS] for row in posts]),
        ]
    )
