"""The archive of a project: everything that led to its conclusion as one zip, with an index of digests to check it by.

`index.json` lists each file with its SHA-256; `index.html` and `index.csv` say the same to people. What is in it is
what the platform holds: contracts as confirmed, evidence, reports, opinions, votes, ledger, the log of the affair.
"""

import csv
import html
import io
import zipfile

import sqlalchemy as sa

from accounts.mailbox import tell
from accounts.rules import is_auditor, is_leader, is_supervisor
from challenge.delivery.acceptance import rules
from challenge.delivery.acceptance.collecting import documents, files_of
from challenge.delivery.acceptance.models import Archive
from challenge.delivery.rules import handles_project, oversees_project
from challenge.posting import turns
from core import audit, clock, files, outbox
from core.canonical import canonical, digest, utc_text
from core.database import db
from core.keys import Damaged
from core.workflow import Refusal, Refused

BUILD = "project_archive"
FORMAT = "jiebang-archive-1"
INDEX = "index.json"


def reads_archive(user, project):
    """Whoever handles, decides or watches: the votes with their names are in it."""
    watches = (is_leader(user) or is_supervisor(user) or is_auditor(user)) and oversees_project(user, project)
    sides = rules.sides(project)
    return handles_project(user, project) or (watches and user.organisation_id not in sides)


def order(user, project, note=""):
    """Have the archive built in the background; returns its row. While one is being built there is no second.

    With a `note` the officer in charge has it built without the files that could not be read the last time.
    """
    turns.wait(project.challenge, "projects")
    db.session.expire(project, ["archives"])
    if not reads_archive(user, project):
        raise Refused(Refusal("who", "归档包由经办人、局领导、监督或者审计人员生成。"))
    if not rules.may_be_archived(project):
        raise Refused(Refusal("needs", "公布验收结论以后，或者项目结束以后，才能生成归档包。"))
    if waiting := rules.being_built(project):
        return waiting
    lacking = _to_leave_out(user, project) if note else []
    row = Archive(
        project=project, asked_by_id=user.id, asked_at=clock.now(), note=note, missing=lacking or None
    )
    db.session.add(row)
    db.session.flush()
    without = {"without": [one["title"] for one in lacking], "note": note} if note else None
    audit.record(user, "archive.order", row, f"生成归档包（{project.code}）", after=without)
    outbox.enqueue(BUILD, {"archive": row.id}, owner_id=user.id)
    return row


def may_leave_out(user, project):
    """The officer in charge decides to go on without what cannot be read."""
    return handles_project(user, project) and rules.refused_for(project) is not None


def _to_leave_out(user, project):
    if not may_leave_out(user, project):
        raise Refused(Refusal("who", "不含缺失文件的归档包，由经办人在平台指出缺失文件以后决定生成。"))
    return rules.refused_for(project).missing


@outbox.handler(BUILD)
def build(job):
    """Build what was ordered; an archive that is there already stays as it is. What cannot be read is named."""
    row = db.session.get(Archive, job.payload["archive"])
    if row is None or row.built_at is not None or row.fault:
        return {"built": False}
    try:
        with files.storing() as sink:
            write(row, sink)
    except Unreadable as lacking:
        return _refuse(row, lacking.rows)
    row.blob, row.sha256, row.size = sink.blob_id, sink.sha256, sink.size
    row.built_at = clock.now()
    db.session.flush()
    said = f"归档包已生成（{row.project.code}）"
    audit.record(None, "archive.build", row, said, after={"sha256": row.sha256, "size": row.size})
    return {"built": True, "size": row.size}


def _refuse(row, lacking):
    row.missing, row.fault = lacking, f"{len(lacking)} 份文件缺失或者损坏，没有生成归档包。"
    db.session.flush()
    names = [one["title"] for one in lacking]
    audit.record(None, "archive.refuse", row, row.fault, after={"files": names})
    people = {row.asked_by_id, row.project.challenge.handler_id}
    tell(
        people,
        f"归档包没有生成：{row.project.code}",
        f"{row.fault}\n{chr(10).join(names)}",
        f"/desk/projects/{row.project.code}/acceptance",
    )
    return {"built": False, "lacking": len(lacking)}


class Unreadable(Exception):
    """Files that are gone or damaged and that nobody has decided to leave out: `rows` of {path, title}."""

    def __init__(self, rows):
        super().__init__(f"{len(rows)} files")
        self.rows = rows


def write(archive, sink):
    """Write the zip into a file object, one file in memory at a time; raises Unreadable."""
    project, lines, lacking = archive.project, [], []
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as bundle:

        def put(path, title, data):
            bundle.writestr(path, data)
            lines.append({"path": path, "title": title, "size": len(data), "sha256": digest(data)})

        for path, title, content in documents(project):
            put(path, title, canonical(content))
        for path, title, blob in files_of(project):
            try:
                put(path, title, files.read(blob, encrypted=True))
            except (files.Missing, Damaged):
                lacking.append({"path": path, "title": f"{title}：{path.rpartition('/')[2]}"})
        known = {one["path"] for one in archive.missing or ()}
        if any(one["path"] not in known for one in lacking):
            raise Unreadable(lacking)
        put("log/entries.json", "与本项目有关的日志", canonical(_log(project)))
        index = {
            "format": FORMAT,
            "project": project.code,
            "title": project.challenge.title,
            "made_at": utc_text(clock.now()),
            "files": lines,
            "missing": lacking,
            "note": archive.note,
        }
        bundle.writestr(INDEX, canonical(index))
        bundle.writestr("index.csv", _as_csv(index))
        bundle.writestr("index.html", _as_page(index))


def _log(project):
    """The open entries of the affair, as they were hashed."""
    mine = sa.select(audit.AuditEntry).filter_by(thread=f"challenge:{project.challenge_id}")
    rows = db.session.scalars(mine.where(audit.readable()).order_by(audit.AuditEntry.seq))
    return [
        {
            "seq": one.seq,
            "at": one.at,
            "who": one.actor_name,
            "action": one.action,
            "what": one.what,
            "hash": one.hash,
        }
        for one in rows
    ]


def _as_csv(index):
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["文件", "内容", "字节", "SHA-256"])
    for one in index["files"]:
        writer.writerow([one["path"], one["title"], one["size"], one["sha256"]])
    for one in index["missing"]:
        writer.writerow([one["path"], one["title"], "", "缺失，未能归档"])
    return "\ufeff" + out.getvalue()


def _as_page(index):
    rows = "".join(
        f'<tr><td><a href="{html.escape(one["path"], quote=True)}">{html.escape(one["title"])}</a></td>'
        f"<td>{one['size']}</td><td><code>{one['sha256']}</code></td></tr>"
        for one in index["files"]
    )
    lacking = "".join(f"<li>{html.escape(one['title'])}</li>" for one in index["missing"])
    if lacking:
        lacking = f"<h2>缺失，未能归档</h2><ul>{lacking}</ul><p>经办人说明：{html.escape(index['note'])}</p>"
    title = html.escape(f"{index['project']} {index['title']}")
    return (
        f'<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>{title}</title>'
        f"<h1>{title}：归档目录</h1><p>生成时间 {index['made_at']}。每个文件后面是它的 SHA-256 摘要，"
        f"可用 flask archive verify 核对。</p><table border><tr><th>内容</th><th>字节</th><th>SHA-256</th></tr>{rows}</table>{lacking}</html>"
    )
