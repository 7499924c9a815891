"""The texts of consent (同意书) in their versions; what was agreed to is stored with the version."""

VERSION = "2026-2"
NAME_TEAMS = ("2026-2",)  # versions whose text on recommendation names bidding teams too
TEXTS = {
    "recommendation": "同意平台依据我的档案，将我推荐给发榜单位、揭榜团队和市科技局，作为揭榜对接或组队人选；推荐结果不含我的联系方式。",
    "review": "愿意参加揭榜方案评审，遵守回避、保密和廉洁规定；在本人不便时可以谢绝邀请。",
}
FORMER = {
    "2026-1": {
        "recommendation": "同意平台依据我的档案，将我推荐给发榜单位和市科技局作为揭榜对接人选；推荐结果不含我的联系方式。",
    },
}


def text_of(kind, version):
    """The words of a consent in a version; a text that did not change stands in the newer version."""
    return FORMER.get(version, {}).get(kind, TEXTS[kind])
