"""Imports: all good rows or none, a trial leaves nothing, the same person is updated, large ones go by job."""

import importlib.util
from pathlib import Path

import pytest

from accounts.models import User
from core import files, outbox
from core.audit import AuditEntry
from core.database import db, transaction
from talent import imports, spreadsheet
from talent.models import Consent, ImportRun, Profile
from talent.states import ExpertKind, P, WorkType
from tests import world

_spec = importlib.util.spec_from_file_location("workbooks", Path(__file__).with_name("workbooks.py"))
workbooks = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(workbooks)
GOOD, WORK, book = workbooks.GOOD, workbooks.WORK, workbooks.book


@pytest.fixture
def officer(app):
    return world.user("officer").id


def start(officer, data, **options):
    chosen = {"dry_run": False, "all_or_none": False, "admits": True} | options
    with transaction():
        run = imports.start(db.session.get(User, officer), "专家.xlsx", data, **chosen)
        return run if chosen["dry_run"] else run.id


def run_of(key):
    run = db.session.get(ImportRun, key)
    return (run.accepted, run.refused, run.created, run.updated, run.admitted)


def rows_of_everything():
    tables = (Profile, ImportRun, AuditEntry, outbox.Job, Consent)
    return [db.session.scalar(db.select(db.func.count()).select_from(table)) for table in tables]


def the(name="王导入"):
    return db.session.scalars(db.select(Profile).filter_by(name=name)).unique().one()


def test_a_person_with_works_enters_the_pool(officer):
    unit = world.organisation("北岭大学")
    assert run_of(start(officer, book([GOOD], [WORK]))) == (2, 0, 1, 0, 1)
    row = the()
    assert (row.state, row.kind, row.organisation_id) == (P.ADMITTED, ExpertKind.INDUSTRY, unit.id)
    assert (row.email, row.review_cap, row.review_willing, row.consents_recommendation) == (
        "wang@example.com",
        6,
        True,
        True,
    )
    assert [(w.type, w.title, w.co_authors) for w in row.works] == [
        (WorkType.PATENT, "一种极板", ["李四", "张三"])
    ]
    consents = db.session.execute(db.select(Consent.kind, Consent.given, Consent.recorded_by_id)).all()
    assert set(consents) == {("recommendation", True, officer), ("review", True, officer)}


def test_drafts_when_asked_and_when_something_is_missing(officer):
    assert run_of(start(officer, book([GOOD], [WORK]), admits=False)) == (2, 0, 1, 0, 0)
    assert run_of(start(officer, book([GOOD | {"name": "少内容", "keywords": None}]))) == (1, 0, 1, 0, 0)
    assert (the().state, the("少内容").state) == (P.DRAFT, P.DRAFT)


def test_a_trial_leaves_nothing(officer):
    before = rows_of_everything()
    run = start(officer, book([GOOD, GOOD | {"name": "坏行", "kind": "大师"}], [WORK]), dry_run=True)
    assert (run.accepted, run.refused, run.id) == (2, 1, None)
    assert rows_of_everything() == before


def test_good_rows_go_in_although_others_are_refused(officer):
    works = [WORK, WORK | {"name": "坏行"}, WORK | {"title": "无主", "unit": "别处"}]
    key = start(officer, book([GOOD, GOOD | {"name": "坏行", "kind": "大师"}], works))
    assert run_of(key) == (2, 3, 1, 0, 1)
    faults = db.session.get(ImportRun, key).errors
    assert [(one["sheet"], one["row"], one["column"]) for one in faults] == [
        ("专家", 3, "专家类别"),
        ("代表成果", 3, "姓名"),
        ("代表成果", 4, "姓名"),
    ]
    assert [one.name for one in db.session.scalars(db.select(Profile)).unique()] == ["王导入"]


def test_all_or_none(officer):
    key = start(officer, book([GOOD, GOOD | {"name": "坏行", "kind": "大师"}], [WORK]), all_or_none=True)
    assert run_of(key) == (0, 1, 0, 0, 0)
    assert db.session.scalar(db.select(db.func.count()).select_from(Profile)) == 0


def test_the_same_person_is_updated_and_blanks_change_nothing(officer):
    start(officer, book([GOOD], [WORK]))
    change = {"name": "王导入", "unit": "北岭大学", "title": "研究员"}
    works = [WORK | {"abstract": "新摘要"}, WORK | {"title": "第二项", "type": "论文"}]
    assert run_of(start(officer, book([change], works))) == (3, 0, 0, 1, 0)
    row = the()
    assert (row.title, row.keywords, row.phone) == ("研究员", ["液流电池", "极板"], "0349-1234567")
    assert [(w.title, w.abstract) for w in row.works] == [("一种极板", "新摘要"), ("第二项", "流道结构。")]


def test_brackets_and_spaces_do_not_make_another_person(officer):
    unit = world.organisation("北岭大学（东区）")
    start(officer, book([GOOD | {"unit": "北岭大学（东区）"}]))
    again = book([GOOD | {"unit": "北岭 大学(东区)", "title": "教授"}], [WORK | {"unit": "北岭大学 (东区)"}])
    assert run_of(start(officer, again)) == (2, 0, 0, 1, 1)
    row = the()
    assert (row.title, row.unit, row.organisation_id, len(row.works)) == (
        "教授",
        "北岭 大学(东区)",
        unit.id,
        1,
    )


def test_the_same_person_twice_in_a_file(officer):
    run = start(officer, book([GOOD, GOOD]), dry_run=True)
    assert [(one["row"], one["text"]) for one in run.errors] == [(3, "与第 2 行是同一人（同名同单位）。")]


def test_two_of_the_same_name_and_unit_in_the_pool(officer):
    world.profile("王导入", unit="北岭大学"), world.profile("王导入", unit="北岭大学")
    run = start(officer, book([GOOD]), dry_run=True)
    assert run.errors[0]["text"] == "库中有多份同名同单位的档案，请先在系统中处理。"


def test_at_most_five_works_of_a_type_with_those_in_the_pool(officer):
    start(officer, book([GOOD], [WORK | {"title": f"专利{n}"} for n in range(4)]))
    run = start(officer, book([], [WORK | {"title": f"专利{n}"} for n in (3, 4, 5)]), dry_run=True)
    assert [(one["row"], one["text"]) for one in run.errors] == [
        (4, "每类代表成果最多 5 项，此人的专利已满。")
    ]
    assert run.accepted == 2


def test_consents_of_a_person_with_an_account_stay_the_own_word(officer):
    own = world.user("researcher")
    world.profile(
        "王导入", unit="北岭大学", user_id=own.id, review_willing=False, consents_recommendation=False
    )
    start(officer, book([GOOD]))
    assert (the().review_willing, the().consents_recommendation, the().title) == (False, False, "教授")


def test_a_large_file_is_written_by_jobs_in_batches(officer, monkeypatch, now):
    monkeypatch.setattr(imports, "AT_ONCE", 2)
    monkeypatch.setattr(imports, "BATCH", 2)
    people = [GOOD | {"name": f"众{n}"} for n in range(5)]
    key = start(officer, book(people, [WORK | {"name": one["name"]} for one in people]))
    run = db.session.get(ImportRun, key)
    assert (run.is_running, run.done, run.total) == (True, 0, 5)
    blob, steps = run.plan, []
    while db.session.get(ImportRun, key).is_running:
        assert outbox.run_due(limit=1) == 1
        steps.append(db.session.get(ImportRun, key).done)
    assert (steps, run_of(key)) == ([2, 4, 5], (10, 0, 5, 0, 5))
    outbox.run_due()
    with pytest.raises(files.Missing):
        files.read(blob, encrypted=True)


def test_a_job_that_runs_twice_writes_nobody_twice(officer, monkeypatch):
    monkeypatch.setattr(imports, "AT_ONCE", 0)
    key = start(officer, book([GOOD], [WORK]))
    outbox.run_due(limit=1)
    job = db.session.scalar(db.select(outbox.Job).filter_by(kind="talent_import"))
    with transaction():
        assert imports.go_on(db.session.get(outbox.Job, job.id)) == {"done": 1}
    assert (run_of(key), the().name) == ((2, 0, 1, 0, 1), "王导入")


POST = workbooks.POST


def faults_of(data):
    return [(one["sheet"], one["row"], one["column"], one["text"]) for one in imports.check(data)[1]]


def posts_of(row):
    return [(one.unit, one.year_from, one.year_to, one.organisation_id) for one in row.employments]


def test_posts_are_taken_and_tie_to_registered_units(officer):
    unit = world.organisation("旧岭研究院")
    more = POST | {"post": "某协会", "year_from": None, "year_to": None}
    assert run_of(start(officer, book([GOOD], [WORK], [POST, more]))) == (4, 0, 1, 0, 1)
    assert posts_of(the()) == [("旧岭研究院", 2015, 2019, unit.id), ("某协会", None, None, None)]
    assert the().city == "太原市"


def test_the_same_post_is_updated_not_doubled(officer):
    start(officer, book([GOOD], [], [POST | {"year_to": None}]))
    assert run_of(start(officer, book((), (), [POST]))) == (1, 0, 0, 1, 0)
    assert posts_of(the()) == [("旧岭研究院", 2015, 2019, None)]


def test_what_is_wrong_with_posts_is_named(officer):
    nobody = POST | {"name": "无此人"}
    backwards = POST | {"year_from": 2019, "year_to": 2015}
    many = [POST | {"post": f"单位{number}"} for number in range(13)]
    assert faults_of(book([GOOD], [], [nobody, backwards, *many])) == [
        ("任职经历", 2, "姓名", "所属专家不在本次可导入的专家中，也不在库中。"),
        ("任职经历", 3, "结束年份", "结束年份不能早于起始年份。"),
        ("任职经历", 16, "任职单位", "任职经历每人最多 12 段，此人已满。"),
    ]


def test_posts_go_out_as_they_came_in(officer):
    start(officer, book([GOOD], [], [POST]))
    assert spreadsheet.read(spreadsheet.export([the()]), 99)[2][0].values == POST
