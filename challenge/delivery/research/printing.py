"""The R&D log as PDF: the entries its reader may see, each with its digest, and the head of the chain."""

from challenge.delivery.research import queries, rules
from challenge.delivery.research.models import ResearchEntry
from core import clock, documents, settings
from core.database import db
from core.formats import date_zh, moment


def log(project, user) -> bytes:
    """What `content` says. Raises documents.NotMade."""
    at = clock.now()
    return documents.pdf("research", settings.issuer() | content(project, user, at), at=at)


def content(project, user, at):
    """The whole log with its head for whoever reads it, else the entries that were shown: JSON values."""
    is_whole = rules.reads_log(user, project)
    wanted = queries.listed_entries(user, project).order_by(ResearchEntry.number)
    rows = db.session.scalars(wanted).unique().all()
    after, head = rules.late_days(project), queries.newest(project)
    facts = [
        ("项目", f"{project.code}　{project.challenge.title}"),
        ("揭榜单位", project.organisation.name),
        ("项目负责人", project.leader.display_name),
        ("范围", f"全部 {len(rows)} 条" if is_whole else f"揭榜方提供的 {len(rows)} 条"),
        ("补记", f"{sum(rules.is_late(one) for one in rows)} 条（工作后超过 {after} 天写入）"),
        ("生成时间", moment(at)),
    ]
    return {
        "title": "研发记录",
        "code": project.code,
        "head": head.digest if is_whole and head else "",
        "facts": facts,
        "entries": [_entry(one) for one in rows],
    }


def _entry(one):
    said = [f"{date_zh(one.worked_on)}", one.kind.label, f"{one.author_name} {moment(one.at)} 写入"]
    if rules.is_late(one):
        said.append(f"补记，晚 {one.days_late} 天")
    if one.corrects:
        said.append(f"更正第 {one.corrects.number} 条")
    if one.corrections:
        said.append(f"已由第 {'、'.join(str(each.number) for each in one.corrections)} 条更正")
    return {
        "number": one.number,
        "said": "　".join(said),
        "text": one.text,
        "indicators": "、".join(each.name for each in one.indicators),
        "files": [[each.name, each.sha256] for each in one.files],
        "digest": one.digest,
    }
