"""A small pool of experts as people write themselves, with odd profiles between them."""

import pytest

from matching import Matcher

POOL = [
    {
        "id": "battery",
        "unit": "某大学",
        "fields": ["动力电池"],
        "keywords": ["热管理"],
        "works": [
            {
                "type": "patent",
                "title": "一种液冷极板流道",
                "abstract": "极板流道使电池温差小于3℃",
                "keywords": ["液冷"],
            },
            {"type": "paper", "title": "高镍正极材料的能量密度", "abstract": "电芯能量密度达到 350 Wh/kg。"},
        ],
    },
    {"id": "capture", "keywords": ["CO₂捕集"], "works": [{"type": "project", "title": "H₂/CO₂ 膜分离"}]},
    {"id": "english", "works": [{"title": "Thermal management of lithium batteries", "abstract": ""}]},
    {"id": "campus", "works": ["大学生活与心理健康"]},
    {"id": "traditional", "works": [{"title": "隧道掘進機刀盤檢測", "keywords": "掘進機"}]},
    {"id": "twin-b", "works": [{"title": "茶叶加工设备"}]},
    {"id": "twin-a", "works": [{"title": "茶叶加工设备"}]},
    {"id": "empty", "fields": None, "keywords": [], "works": [{"title": "", "abstract": None}]},
    {"id": 7},
]
QUERY = {
    "title": "高能量密度动力电池",
    "problem": "液冷極板流道設計困难",
    "indicators": "电芯能量密度 ≥ 350 Wh/kg",
    "keywords": ["batteries"],
}


@pytest.fixture
def pool() -> list[dict]:
    return [dict(e) for e in POOL]


@pytest.fixture
def query() -> dict:
    return dict(QUERY)


@pytest.fixture
def matcher(pool) -> Matcher:
    return Matcher().fit(pool)
