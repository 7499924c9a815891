"""Taking a spreadsheet into the pool: check everything first, then write all good rows or none, large files by job."""

import json

import sqlalchemy as sa

from accounts.models import User
from core import audit, clock, files, outbox
from core.database import db
from core.spelling import plain
from talent import actions, index, queries, spreadsheet
from talent.consents import VERSION
from talent.models import Consent, Employment, ImportRun, Profile, Work
from talent.rules import POSTS as MOST_POSTS
from talent.rules import WORKS_PER_TYPE
from talent.spreadsheet import EXPERTS, POSTS, WORKS
from talent.states import ExpertKind, WorkType

MAX_ROWS = 5_000  # a sheet through the web; the command takes more
ORDER = (EXPERTS, WORKS, POSTS)
AT_ONCE = 100  # people written within the request; more are written by a job
BATCH = 50
CONSENTS = (("recommendation", "consents_recommendation"), ("review", "review_willing"))


def check(data, max_rows=MAX_ROWS):
    """(people to write, `Faults`): each person is `{"name", "unit", "values", "works", "rows"}`; changes nothing."""
    experts, works, posts, faults = spreadsheet.read(data, max_rows)
    known = _known({row.values["name"] for row in (*experts, *works, *posts)})
    people = {}
    for row in experts:
        key = _key(row)
        if key in people:
            faults.note(
                EXPERTS, row.number, "姓名", f"与第 {people[key]['number']} 行是同一人（同名同单位）。"
            )
        elif len(known.get(key, ())) > 1:
            faults.note(EXPERTS, row.number, "姓名", "库中有多份同名同单位的档案，请先在系统中处理。")
        else:
            people[key] = _person(row, row.values)
    for row in works:
        _take_work(row, people, known, faults)
    for row in posts:
        _take_post(row, people, known, faults)
    faults.sort(key=lambda one: (ORDER.index(one["sheet"]), one["row"]))
    return list(people.values()), faults


def _key(row):
    return plain(row.values["name"]), plain(row.values["unit"])


def _person(row, values):
    return {
        "name": row.values["name"],
        "unit": row.values["unit"],
        "values": values,
        "works": [],
        "posts": [],
        "number": row.number,
        "rows": int(bool(values)),
    }


def _owner(row, people, known, faults):
    """The person to whom a row of works or posts belongs; None, and a fault, when there is none."""
    key = _key(row)
    if key not in people and len(known.get(key, ())) != 1:
        faults.note(row.sheet, row.number, "姓名", "所属专家不在本次可导入的专家中，也不在库中。")
        return None
    return people.setdefault(key, _person(row, {}))


def _take_post(row, people, known, faults):
    person, values = _owner(row, people, known, faults), row.values
    if person is None:
        return
    post = {"unit": values["post"], "year_from": values.get("year_from"), "year_to": values.get("year_to")}
    if post["year_from"] and post["year_to"] and post["year_to"] < post["year_from"]:
        faults.note(POSTS, row.number, "结束年份", "结束年份不能早于起始年份。")
        return
    have = {(plain(p.unit), p.year_from) for one in known.get(_key(row), ()) for p in one.employments}
    have |= {(plain(p["unit"]), p["year_from"]) for p in person["posts"]}
    if (plain(post["unit"]), post["year_from"]) not in have and len(have) >= MOST_POSTS:
        faults.note(POSTS, row.number, "任职单位", f"任职经历每人最多 {MOST_POSTS} 段，此人已满。")
        return
    person["posts"].append(post)
    person["rows"] += 1


def _take_work(row, people, known, faults):
    key, person = _key(row), _owner(row, people, known, faults)
    if person is None:
        return
    have = {(w.type.value, w.title) for w in known[key][0].works} if key in known else set()
    have |= {(w["type"], w["title"]) for w in person["works"]}
    kind, values = row.values["type"], {k: v for k, v in row.values.items() if k not in ("name", "unit")}
    same_type = [one for one in have if one[0] == kind]
    if (kind, values["title"]) not in have and len(same_type) >= WORKS_PER_TYPE:
        label = WorkType(kind).label
        faults.note(WORKS, row.number, "类型", f"每类代表成果最多 {WORKS_PER_TYPE} 项，此人的{label}已满。")
        return
    person["works"].append(values)
    person["rows"] += 1


def _known(names):
    found, wanted = {}, sorted(names | set(map(plain, names)))
    for start in range(0, len(wanted), 500):
        rows = sa.select(Profile).where(Profile.name.in_(wanted[start : start + 500]))
        rows = rows.options(sa.orm.selectinload(Profile.employments))
        for profile in db.session.scalars(rows).unique():
            found.setdefault((plain(profile.name), plain(profile.unit)), []).append(profile)
    return found


def start(actor, filename, data, *, dry_run, all_or_none, admits, max_rows=MAX_ROWS):
    """Check and, unless it is a trial, write; returns the `ImportRun`, of a trial an unsaved one."""
    people, faults = check(data, max_rows)
    refused = len(faults.rows)
    if all_or_none and refused:
        people = []
    run = ImportRun(
        user_id=getattr(actor, "id", None), filename=filename[:200], at=clock.now(), dry_run=dry_run,
        all_or_none=all_or_none, admits=admits, accepted=sum(one["rows"] for one in people), refused=refused,
        total=len(people), errors=list(faults), created=0, updated=0, admitted=0, done=0, plan="",
    )  # fmt: skip
    if dry_run:
        return run
    db.session.add(run)
    audit.record(actor, "talent.import", run, f"导入专家：可导入 {run.accepted} 行，退回 {refused} 行")
    if len(people) > AT_ONCE and run.user_id is not None:
        _hand_over(run, people)
    else:
        write(actor, run, people)
        index.order_saving()
    return run


def _hand_over(run, people):
    data = json.dumps(people, ensure_ascii=False).encode()
    run.plan, _digest, _size = files.store(data, encrypted=True)
    db.session.flush()
    outbox.enqueue("talent_import", {"run": run.id}, owner_id=run.user_id)


@outbox.handler("talent_import")
def go_on(job):
    """Write the next batch of a large import and order the next job; a repeated one finds its place by `done`."""
    run = db.session.get(ImportRun, job.payload["run"])
    if not run.plan:
        return {"done": run.done}
    people = json.loads(files.read(run.plan, encrypted=True))
    write(db.session.get(User, run.user_id), run, people[run.done : run.done + BATCH])
    job.done_steps, job.all_steps = run.done, run.total
    if run.done < run.total:
        outbox.enqueue("talent_import", job.payload, owner_id=run.user_id)
    else:
        # The blob goes after the commit that says it is no longer needed.
        outbox.enqueue("talent_import_tidy", {"blob": run.plan})
        run.plan = ""
        index.order_saving()
    return {"done": run.done}


@outbox.handler("talent_import_tidy")
def tidy(job):
    """Remove the rows of a finished import."""
    files.delete(job.payload["blob"])
    return {}


def write(actor, run, people):
    """Write these people, one after the other, and count what became of them."""
    for person in people:
        found = queries.profiles_named(person["name"], person["unit"])
        profile = found[0] if found else _new(person)
        _fill(actor, profile, person)
        run.created += not found
        run.updated += bool(found)
        what = "由表格更新档案" if found else "由表格建立档案"
        audit.record(actor, "profile.import", profile, what, after={"import": run.id})
        if run.admits and profile.state.value == "draft" and actions.admit(actor, profile) is None:
            run.admitted += 1
    run.done += len(people)
    db.session.flush()


def _new(person):
    now = clock.now()
    return Profile(
        name=person["name"],
        unit=person["unit"],
        created_at=now,
        updated_at=now,
        keywords=[],
        pools=[],
        industries=[],
    )


def _fill(actor, profile, person):
    is_new = profile.id is None
    for name, value in person["values"].items():
        if name not in dict(CONSENTS).values():
            setattr(profile, name, ExpertKind(value) if name == "kind" else value)
    if profile.organisation_id is None:
        profile.organisation_id = queries.organisation_id_named(profile.unit)
    have = {(work.type.value, work.title): work for work in profile.works}
    for values in person["works"]:
        work = have.get((values["type"], values["title"]))
        if work is None:
            work = Work(position=len(profile.works), keywords=[], co_authors=[])
            profile.works.append(work)
        for name, value in values.items():
            setattr(work, name, WorkType(value) if name == "type" else value)
    _take_posts(profile, person.get("posts", ()))
    profile.updated_at = clock.now()
    if is_new:
        db.session.add(profile)
    db.session.flush()
    _agree(actor, profile, person["values"])


def _take_posts(profile, posts):
    have = {(plain(one.unit), one.year_from): one for one in profile.employments}
    for values in posts:
        post = have.get((plain(values["unit"]), values["year_from"]))
        if post is None:
            post = Employment(organisation_id=queries.organisation_id_named(values["unit"]), **values)
            profile.employments.append(post)
        post.year_to = values["year_to"]


def _agree(actor, profile, values):
    """Consents of the sheet; of a person with an account only the own word counts."""
    if profile.user_id is not None:
        return
    for kind, name in CONSENTS:
        given = values.get(name)
        if given is not None and bool(getattr(profile, name)) != given:
            setattr(profile, name, given)
            profile.consent_at, profile.consent_version = clock.now(), VERSION
            recorder = getattr(actor, "id", None)
            row = {"kind": kind, "text_version": VERSION, "given": given, "at": clock.now()}
            db.session.add(Consent(profile_id=profile.id, recorded_by_id=recorder, **row))
