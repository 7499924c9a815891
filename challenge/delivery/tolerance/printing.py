"""The dossier as PDF: the same findings as its page."""

from challenge.delivery.tolerance import pages
from challenge.delivery.tolerance.states import Cause, Occasion, Side
from core import clock, documents, settings
from core.formats import moment


def frozen(case) -> bytes:
    """The frozen dossier. Raises documents.NotMade."""
    content = case.dossier
    facts = [
        ("项目", f"{content['project']}　{content['title']}"),
        ("情形", Occasion(content["occasion"]).label),
        ("主要原因", Cause(content["cause"]).label),
        ("申请人", f"{content['request']['by']}　{moment(case.requested_at)}"),
        ("固定时间", moment(case.frozen_at)),
        ("规则包", content["rules"]),
    ]
    said = [("申请", content["request"]["text"])]
    labels = {"bidder": "揭榜方陈述", "poster": "发榜方陈述"}
    said += [(labels[one["party"]], _with_files(one)) for one in content["statements"]]
    said += [(labels[one], "在期限内没有陈述。") for one in content["silent"]]
    data = {"code": case.code, "digest": case.digest, "facts": facts, "texts": said}
    return _pdf(data | {"parts": [_part(*one) for one in pages.parts(content)]}, case.frozen_at)


def live(project, side) -> bytes:
    """The findings about one side as they are now. Raises documents.NotMade."""
    at = clock.now()
    facts = [
        ("项目", f"{project.code}　{project.challenge.title}"),
        ("揭榜单位", project.organisation.name),
        ("项目状态", project.state.label),
        ("生成时间", moment(at)),
    ]
    part = _part(Side(side).label, pages.live(project, side))
    return _pdf({"code": project.code, "digest": "", "facts": facts, "texts": [], "parts": [part]}, at)


def _with_files(statement):
    """The text of a statement and what is attached to it, with digests; a dossier of before has no files."""
    named = [f"{one['name']}（SHA-256 {one['sha256']}）" for one in statement.get("files", ())]
    return statement["text"] + (f"\n附件：{'；'.join(named)}" if named else "")


def _part(label, groups):
    return {
        "label": label,
        "groups": [
            {
                "criterion": criterion,
                "findings": [
                    {name: one[name] for name in ("question", "said", "against")}
                    | {"result": one["result"].label, "source": one["source"][0]}
                    for one in findings
                ],
            }
            for criterion, findings in groups
        ],
    }


def _pdf(data, at):
    return documents.pdf("dossier", settings.issuer() | {"title": "容错证据材料"} | data, at=at)
