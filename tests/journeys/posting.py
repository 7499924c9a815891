"""Scenes from the first registration to the open list: posting, screening, appraising, publishing, asking."""

from accounts.models import User
from challenge.posting.models import Programme, Question
from challenge.states import C
from core.database import db
from tests import world
from tests.journeys import facts

PASSWORD = "Tian-Gong-8842-kai"
REGISTRATION = {
    "kind": "enterprise",
    "organisation_name": "塞北煤机有限公司",
    "nature": "enterprise",
    "county": "平鲁区",
    "display_name": "康企业",
    "email": "kang@example.com",
    "username": "kangqiye",
    "password": PASSWORD,
    "again": PASSWORD,
    "consent": True,
}


def enterprise_registers(town):
    """Registers, waits, is let in by an officer, signs in with the password."""
    guest = town.guest()
    guest.visit("/auth/register").fill(credit_code=world.credit_code(8888888), **REGISTRATION)
    guest.press("提交申请")
    guest.reads("我们已收到您的注册申请")
    sign_in(guest, "kangqiye", status=422)
    guest.reads("您的注册申请正在审核")
    row = town.read(db.select(User).filter_by(username="kangqiye"))
    town.people["enterprise"] = row
    officer = town.play("officer")
    officer.visit("/desk").reads("审核注册账号", "审核注册单位")
    officer.visit(f"/desk/accounts/organisations/{row.organisation_id}/steps/approve").confirm()
    officer.visit(f"/desk/accounts/users/{row.id}/steps/approve").confirm()
    officer.reads("已通过账号审核")
    sign_in(guest, "kangqiye")
    guest.reads("今日待办")


def sign_in(actor, username, status=200):
    """The real sign-in page."""
    actor.visit("/auth/sign-in").fill(username=username, password=PASSWORD)
    return actor.press("登录", status)


def enterprise_posts(town):
    """Fills the four steps, resolves what the check says, pledges and submits."""
    poster = town.play("enterprise")
    poster.visit("/desk/challenges/new").confirm()
    town.code = poster.path.split("/")[3]
    poster.fill(**facts.BASICS).press("保存，下一步")
    first, second = rows(facts.PROBLEM, "indicators-1-")
    poster.fill(**first).add_row("indicators").fill(**first, **second).press("保存，下一步")
    first, second = rows(facts.MONEY, "payment_plan-1-")
    poster.fill(**first).add_row("payment_plan").fill(**first, **second).press("保存，下一步")
    poster.fill(**facts.TERMS).press("保存，去提交")
    poster.reads("没有发现问题")
    poster.fill(pledged=True).press("提交需求")
    poster.reads("待受理", facts.BASICS["title"])
    assert town.challenge.state is C.SUBMITTED
    assert [one.name for one in town.challenge.indicators] == ["绕组稳定温升", "额定效率"]


def rows(typed, prefix):
    """What is typed, without the fields of one row, and those fields."""
    rest = {key: value for key, value in typed.items() if not key.startswith(prefix)}
    return rest, {key: value for key, value in typed.items() if key.startswith(prefix)}


def bureau_pools(town):
    """Accepts, gathers two opinions, pools; meanwhile nobody outside sees the demand."""
    town.desk_says("officer", "受理或退回", facts.BASICS["title"])
    town.step("officer", "accept").reads("论证中")
    assert town.challenge.handler_id == town.people["officer"].id
    for name in ("officer", "officer2"):
        appraiser = town.play(name)
        scores = {f"score_{key}": "4" for key in ("need", "novelty", "measurable", "benefit")}
        appraiser.visit(town.desk("/opinion")).fill(**scores, text="需求真实，指标可考核。", recommends="yes")
        appraiser.confirm()
        appraiser.reads("论证意见已保存")
    town.play("alpha").visit(f"/challenges/{town.code}", status=404)
    town.guest().visit("/challenges").misses(facts.BASICS["title"])
    town.step("officer", "pool").reads("已入库")


def bureau_publishes(town):
    """A programme is made, started by the leader, and the list published with it."""
    officer = town.play("officer")
    officer.visit("/desk/challenges/programmes/new").fill(name="2026 年第三批", budget_fen="500").confirm()
    programme = officer.path.rsplit("/", 1)[1]
    town.play("leader").visit(f"/desk/challenges/programmes/{programme}/steps/start").confirm()
    officer = town.play("officer")
    officer.visit(town.desk("/publish"))
    officer.fill(programme=_programme(town, "2026 年第三批"), challenge=[str(town.challenge.id)]).confirm()
    officer.reads(facts.BASICS["title"], "揭榜中")
    guest = town.guest()
    guest.visit("/challenges").reads(facts.BASICS["title"])
    guest.visit("/challenges?q=永磁").reads(facts.BASICS["title"])
    guest.visit(f"/challenges/{town.code}").reads("120.00 万元", "绕组稳定温升", "≤ 80 K", "GB/T 1032")
    guest.misses("康联络", "00000000", "kang@example.com")


def _programme(town, name):
    return str(town.read(db.select(Programme.id).filter_by(name=name)))


def researcher_asks(town):
    """Follows and asks; the poster answers without learning who asked; the answer is public and told."""
    asker = town.play("alpha")
    asker.visit(f"/challenges/{town.code}").press("关注榜单")
    asker.reads("已关注")
    asker.visit(f"/challenges/{town.code}/questions/new").fill(text=facts.QUESTION).press("提交问题")
    poster = town.play("enterprise")
    poster.visit(town.desk("/questions")).reads(facts.QUESTION)
    poster.misses(town.people["alpha"].display_name, "甲方电机研究院")
    number = town.read(db.select(Question.id))
    poster.visit(town.desk(f"/questions/{number}/answer")).fill(answer=facts.ANSWER).confirm()
    town.guest().visit(f"/challenges/{town.code}").reads(facts.QUESTION, facts.ANSWER)
    town.play("alpha").visit("/account/messages").reads("榜单有新的答复", facts.ANSWER)
