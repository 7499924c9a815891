"""Pages of batches: from the form to the deployment, wrong turns, two officers at once, fixed numbers of queries."""

from challenge.review.batches import keeping
from challenge.review.batches import queries as found
from challenge.review.batches.models import Batch
from challenge.review.batches.states import F
from challenge.states import A
from core import outbox
from core.database import db, transaction
from core.looks import Look
from reports.desk.duties import duties
from tests import world
from tests.challenge.review import batched

DESK = "/desk/reviews/batches"
FORM = {
    "title": "第一批",
    "most": "2",
    "least": "0",
    "floor": "20",
    "kind_technical": "0",
    "kind_industry": "1",
    "kind_finance": "1",
    "kind_other": "0",
}


def typed(lists, **changes):
    boxes = {f"take_{one.id}": "y" for one in lists}
    return FORM | boxes | {f"seats_{one.id}": "5" for one in lists} | changes


def page(batch, tail=""):
    return f"{DESK}/{batch.id}{tail}"


def some(batch, place=0):
    """(code, number) of one seat."""
    return sorted((code, number) for code, number, _ in keeping.newest(batch).told["pairs"])[place]


def test_the_form_is_checked_and_the_proposal_computed_in_the_background(client_of):
    officer, lists = batched.lists(2)
    desk = client_of(officer)
    assert "还没有集中分派" in (desk.get(DESK), desk.text())[1]
    assert lists[0].code in (desk.get(f"{DESK}/new"), desk.text())[1]
    for change, sentence in (
        ({"title": " "}, "请填写名称。"),
        ({f"take_{lists[0].id}": ""}, "请至少选择两项榜单"),
        ({f"seats_{lists[0].id}": "4"}, "须为不少于 5 人的单数（规则包 2026-1"),
        ({"kind_finance": "0"}, "至少 1 人（规则包 2026-1"),
        ({"kind_technical": "4"}, "少于各类专家最低人数合计（6 人）"),
        ({"most": "很多"}, "请填写整数。"),
    ):
        sent = {key: value for key, value in typed(lists, **change).items() if value}
        assert desk.post(f"{DESK}/new", data=sent).status_code == 422, sentence
        assert sentence in desk.text()
    assert desk.post(f"{DESK}/new", data=typed(lists)).status_code == 302
    batch = db.session.scalars(db.select(Batch)).one()
    answer = desk.get(page(batch))
    assert "已完成 0 步，共 5 步" in desk.text()
    assert answer.headers["Refresh"] == "3"
    outbox.run_due()
    answer = desk.get(page(batch))
    assert "公平性报告" in desk.text()
    assert "Refresh" not in answer.headers
    assert "没有可以集中分派的榜单" in (desk.get(f"{DESK}/new"), desk.text())[1]
    desk.get(DESK + "?q=第一&state=proposed")
    assert "第一批" in desk.text()
    desk.get(DESK + "?state=deployed")
    assert "没有符合条件的集中分派" in desk.text()
    for tail in ("", "/experts", "/versions"):
        assert (
            desk.get(page(batch, tail) + "?export=xlsx").headers["Content-Type"].startswith("application/vnd")
        )
    desk.get(page(batch, "/experts?kind=财务"))
    assert desk.get(page(batch, "/versions/1.json")).json["format"] == "jiebang-batch"
    assert desk.get(page(batch, "/versions/1/facts.json")).json["conditions"]["most"] == 2
    assert desk.get(page(batch, "/versions/2.json")).status_code == 404


def test_names_are_sealed_and_a_look_is_kept(client_of):
    officer, batch, _ = batched.computed()
    code, number = some(batch)
    name = found.names(batch, [number])[number].name
    desk = client_of(officer)
    desk.get(page(batch, f"/lists/{code}"))
    assert name not in desk.text()
    assert f"专家 {number}" in desk.text()
    desk.post(page(batch, f"/lists/{code}/names"))
    assert name in desk.text()
    (look,) = db.session.scalars(db.select(Look)).all()
    assert (look.user_id, look.kind, look.object_type, look.purpose) == (
        officer.id,
        "batch",
        "batch",
        f"榜单 {code}",
    )
    for person in (world.user("officer"), world.user("expert")):
        assert client_of(person).get(page(batch)).status_code in (403, 404)
    assert desk.get(page(batch, "/lists/没有")).status_code == 404


def test_an_edit_is_made_refused_and_taken_back(client_of):
    officer, batch, _ = batched.computed()
    code, number = some(batch)
    desk = client_of(officer)
    path = page(batch, f"/lists/{code}/exclude/{number}")
    desk.get(path)
    assert "请不要写专家姓名" in desk.text()
    assert desk.post(path, data={"seen": "1", "reason": ""}).status_code == 422
    assert desk.post(path, data={"seen": "1", "reason": "本人来电说明回避"}).status_code == 302
    assert desk.get(page(batch)).status_code == 200
    assert "本人来电说明回避" in desk.text()
    assert "须监督人员看过调整理由并同意" in desk.text()
    assert desk.get(page(batch, "/deploy")).status_code == 422
    replace = page(batch, f"/lists/{some(batch)[0]}/replace/{some(batch)[1]}")
    desk.get(replace)
    assert desk.post(replace, data={"seen": "2", "reason": "理由", "into": "999"}).status_code == 422
    assert "请在列出的专家中选择" in desk.text()
    assert desk.post(page(batch, "/undo"), data={"seen": "2", "reason": "误操作"}).status_code == 302
    assert db.session.get(Batch, batch.id, populate_existing=True).current == 3


def test_two_officers_at_once_read_both_versions(client_of):
    officer, batch, lists = batched.computed()
    other = world.user("officer")
    with transaction():
        lists[1].handler_id = other.id
    code, number = some(batch)
    first, second = client_of(officer), client_of(other)
    path = page(batch, f"/lists/{code}/exclude/{number}")
    assert first.post(path, data={"seen": "1", "reason": "甲的理由"}).status_code == 302
    answer = second.post(path, data={"seen": "1", "reason": "乙写的理由很长"})
    assert answer.status_code == 409
    for sentence in ("您看到的第 1 版", "现在的第 2 版", "甲的理由", "乙写的理由很长", 'value="2"'):
        assert sentence in (second.text() + answer.text), sentence
    assert db.session.get(Batch, batch.id, populate_existing=True).current == 2
    pair = some(batch, 1)
    again = page(batch, f"/lists/{pair[0]}/lock/{pair[1]}")
    assert second.post(again, data={"seen": "2", "reason": "乙写的理由很长"}).status_code == 302


def test_consent_deployment_and_what_others_read(client_of, client):
    officer, batch, lists = batched.computed()
    supervisor, leader = batched.supervisor(), world.user("leader")
    code, number = some(batch)
    desk, watch = client_of(officer), client_of(supervisor)
    desk.post(page(batch, f"/lists/{code}/lock/{number}"), data={"seen": "1", "reason": "保持连续"})
    watch.get(page(batch, "/consent"))
    assert "保持连续" in watch.text()
    assert watch.post(page(batch, "/consent"), data={"seen": "1"}).status_code == 409
    assert "方案已有新的版本" in watch.text()
    assert watch.post(page(batch, "/consent"), data={"seen": "2"}).status_code == 302
    with transaction():
        found.names(batch, [number])[number].review_willing = False
    assert desk.post(page(batch, "/deploy"), data={"seen": "2"}).status_code == 409
    assert f"{code}：专家 {number} 现须回避" in desk.text()
    assert "方案还在，没有部署" in desk.text()
    with transaction():
        found.names(batch, [number])[number].review_willing = True
    assert desk.post(page(batch, "/deploy"), data={"seen": "2"}).status_code == 302
    assert db.session.get(Batch, batch.id, populate_existing=True).state is F.DEPLOYED
    desk.get(f"/desk/challenges/{code}/reviewers")
    assert "发出邀请" in desk.text()
    assert desk.post(f"/desk/challenges/{code}/reviewers/invitations").status_code == 302
    challenge = next(one for one in lists if one.code == code)
    db.session.refresh(challenge)
    assert {one.state for one in challenge.assignments} == {A.INVITED}
    client.get(f"/challenges/{code}/draw")
    assert "人工调整 1 处，均写明理由并经监督人员同意" in client.text()
    assert "保持连续" not in client.text()
    boss = client_of(leader)
    boss.get(page(batch))
    assert "保持连续" in boss.text()
    boss.get(f"/desk/challenges/{code}/decision")
    assert "保持连续" in boss.text()


def test_a_list_in_a_batch_asks_nobody_for_a_seed(client_of):
    officer, lists = batched.lists(2)
    asked = {one.path for one in duties(officer)}
    seeds = {f"/desk/challenges/{one.code}/draw" for one in lists}
    assert seeds <= asked
    client_of(officer).post(f"{DESK}/new", data=typed(lists))
    outbox.run_due()
    db.session.expire_all()
    asked = {one.path: one.what for one in duties(officer)}
    assert not seeds & asked.keys()
    assert asked[f"{DESK}/1"] == "核对并部署集中分派"
    desk = client_of(officer)
    desk.get(f"/desk/challenges/{lists[0].code}/draw")
    assert "由集中分派“第一批”产生，不另行抽取" in desk.text()


def statements(queries, desk, path):
    desk.get(path)
    with queries() as seen:
        assert desk.get(path).status_code == 200
    return len(seen)


def test_pages_take_the_same_number_of_queries_for_any_number_of_lists(client_of, queries):
    officer, small, _ = batched.computed(2)
    desk, paths = client_of(officer), ("", "/experts", "/versions")
    few = [statements(queries, desk, page(small, tail)) for tail in paths]
    list_page = statements(queries, desk, DESK)
    _, large, lists = batched.computed(4, most=4)
    with transaction():
        for one in lists:
            one.handler_id = officer.id
    many = [statements(queries, desk, page(large, tail)) for tail in paths]
    assert (many, statements(queries, desk, DESK)) == (few, list_page)
