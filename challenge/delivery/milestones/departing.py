"""What passing a milestone would depart from: the judge of the contract has not spoken, or a must indicator is missed."""

from challenge.delivery.milestones.concluding import conclusion
from challenge.delivery.states import Source, Verdict

# Who judges is free text of the contract; these words say whose report it asks for.
VOICES = (
    ("第三方检测报告", (Source.THIRD_PARTY,), ("第三方", "检测", "测试", "检验", "鉴定", "实验室")),
    ("专家评估意见", (Source.EXPERT,), ("专家", "评审", "评议", "评委")),
    ("发榜方意见", (Source.POSTER,), ("发榜", "用户", "需求方")),
)
BUREAU = ("经办", "主管部门", "科技局")
ANY = ("第三方检测报告或者专家评估意见", (Source.THIRD_PARTY, Source.EXPERT))
REASON_MIN = 10


def judges(milestone):
    """(words, sources) of each report that the contract's judge stands for; empty where the officer judges."""
    named = milestone.judge.strip()
    found = [(label, sources) for label, sources, words in VOICES if any(word in named for word in words)]
    if found or not named or any(word in named for word in BUREAU):
        return found
    return [ANY]


def departures(milestone):
    """What passing it now would depart from, as sentences; empty when nothing."""
    given = [one for one in milestone.reports if one.round == milestone.round and one.given_at]
    spoken = {one.source for one in given}
    silent = [label for label, sources in judges(milestone) if not spoken & set(sources)]
    said = [f"任务书约定由{milestone.judge}判定，本轮没有{'、'.join(silent)}"] if silent else []
    missed = [one.name for one in asked_of(milestone) if _is_missed(one, given)]
    return said + ([f"必达指标未达到：{'、'.join(missed)}"] if missed else [])


def asked_of(milestone):
    """The must indicators that it is about: those its contract names, or all where it names none."""
    musts = [one for one in milestone.project.indicators if one.is_must]
    return [one for one in musts if one.name in milestone.indicator] or musts


def _is_missed(indicator, given):
    mine = [each for one in given for each in one.measurements if each.indicator_id == indicator.id]
    return conclusion(mine).verdict is Verdict.MISSED
