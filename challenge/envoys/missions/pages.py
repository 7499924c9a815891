"""What the pages of missions show: who can be asked, the forms their reader may use now."""

from types import SimpleNamespace

from challenge.envoys.missions import forms, rules
from challenge.envoys.missions.choosing import candidates
from challenge.envoys.missions.effects import RESULTS
from challenge.envoys.states import S, V
from challenge.recommend import query_of
from core import workflow


def choice_for(officer, organisation, *, about=None, request=None, words="", industry=""):
    """Candidates for an enterprise, ranked by the texts of the demand, of the request, or by a few words."""
    if about is not None:
        query, field = query_of(about, officer), about.industry
    elif request is not None:
        query, field = {"title": request.topic, "problem": request.text}, request.industry
    else:
        query, field = {"title": words}, industry
    contact = about.author if about is not None else request.user if request is not None else None
    return candidates(officer, organisation, query, field or organisation.industry, contact)


def first_words(about=None, request=None, words=""):
    """What the form of an aim begins with."""
    if about is not None:
        return f"帮助企业把“{about.title}”的需求写清楚，提出解决办法或者对接专家。"
    return f"帮助企业解决：{request.topic}" if request is not None else words


def forms_of(user, mission, typed):
    """{name: form or None} of what this person may do on the page of a mission; `typed` come back with errors."""
    steps = {one.action: one for one in workflow.available(user, mission)}
    shown: dict = {"finish": None, "rate": None}
    if any(action in steps for action in RESULTS):
        labels = [(key, steps[key].label.removeprefix("办结：")) for key in RESULTS if key in steps]
        shown["finish"] = forms.FinishForm(formdata=None).offer(labels)
    if "rate" in steps:
        shown["rate"] = forms.RateForm(formdata=None)
    return shown | typed


def finish_labels(user, mission):
    """The results that are offered now."""
    steps = workflow.available(user, mission)
    return [(one.action, one.label.removeprefix("办结：")) for one in steps if one.action in RESULTS]


def visits_of(mission):
    """Visits as they stand, newest first, each with how many versions there were and whom it waits for."""
    return [
        SimpleNamespace(row=one, versions=one.revision, waits=one.state is V.RECORDED)
        for one in reversed(rules.standing_visits(mission))
    ]


def next_words(mission):
    """What comes next and whom it waits for, as a sentence; None when nothing does."""
    told = {
        S.OFFERED: "等待特派员答复是否接受。",
        S.DECLINED: "特派员已谢绝，等待经办人改派或者取消。",
        S.FINISHED: "等待企业评价。",
    }
    if mission.state is S.SERVING:
        number = sum(one.state in (V.RECORDED, V.DISPUTED) for one in rules.standing_visits(mission))
        late = "任务期限已过，请尽快办结。" if rules.is_late(mission) else ""
        return f"{late}{f'有 {number} 份服务记录等待企业确认或者特派员更正。' if number else ''}" or None
    return told.get(mission.state)
