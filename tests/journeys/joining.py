"""Scenes of 企业出题: teams and the demander get in contact and sign; each joint bid stands on its agreement."""

from challenge.bidding.liaison.models import Liaison
from core.database import db
from tests.journeys import bidding

TERMS = {
    "poster_work": "提供试验巷道、供电和两名技术员。",
    "team_work": "样机设计、试制和台架试验。",
    "money": "发榜方支付八十万元，分两次付清。",
    "ip": "双方共有，发榜方优先使用。",
}


def liaison(town, name):
    """The contact of this team as it is now."""
    return town.read(db.select(Liaison).filter_by(person_id=town.people[name].id).order_by(Liaison.id.desc()))


def page(town, name, tail=""):
    """Address of a page of this team's contact."""
    return f"/desk/liaisons/{liaison(town, name).code}{tail}"


def team_asks(town, name, idea):
    """Pledges secrecy, says what it could do, leaves its own contact data."""
    team = town.play(name)
    team.visit(f"/challenges/{town.code}").reads("我要对接")
    team.visit(f"/challenges/{town.code}/liaison").fill(note=idea, phone="13911112222")
    team.press("提出对接", status=422).reads("请先阅读并勾选保密承诺")
    team.fill(note=idea, phone="13911112222", secret=True).press("提出对接")
    return team.reads("等待发榜方答复")


def demander_consents(town, name):
    """Reads the idea, agrees, and only then sees how to reach the team."""
    poster = town.play("enterprise")
    poster.visit("/desk").reads("答复对接请求")
    poster.visit(page(town, name)).misses("13911112222")
    poster.fill(answer="yes", phone="0349-1234567", secret=True).press("提交答复")
    poster.press("查看对方联系方式").reads("13911112222", "本次查看已记录")
    team = town.play(name)
    team.visit(page(town, name)).press("查看对方联系方式").reads("0349-1234567")


def both_sign(town, name, says="合作协议已生效", **more):
    """The team drafts, with `more` where the usual terms do not do, both confirm the same text; the page `says` what is next."""
    team = town.play(name)
    team.visit(page(town, name, "/agreement")).fill(poster_work="提供场地").press(
        "保存并发给对方", status=422
    )
    team.reads("请填写资金安排").fill(**TERMS | more).press("保存并发给对方")
    team.fill(agreed=True).press("确认合作协议")
    poster = town.play("enterprise")
    poster.visit("/desk").reads("核对并确认合作协议")
    poster.visit(page(town, name)).reads(TERMS["money"], "双方共有").fill(agreed=True).press("确认合作协议")
    poster.reads(says)


def unsigned_is_refused(town, name):
    """A team that has not signed writes its draft and is told why it cannot submit."""
    actor = bidding.start(town, name)
    bidding.write(town, actor, name, "82 K", "94.6 %")
    bidding.set_share(town, actor, name)
    actor.visit(bidding.desk(town, name, "/submit")).reads("须先与发榜方签订合作协议", "第三十八条")


def only_the_two_sides_know(town, name):
    """Other teams, officers, leaders and supervisors find neither the contact nor how many there are."""
    for other in ("officer", "leader", "supervisor"):
        town.play(other).visit(page(town, name), status=403)
    rival = town.play("partner")
    rival.visit(page(town, name), status=404)
    rival.visit("/desk/liaisons").reads("还没有对接")
    for other in ("officer", "leader", "partner"):
        actor = town.play(other)
        actor.visit(f"/challenges/{town.code}")
        actor.misses(liaison(town, name).code, "甲方电机研究院")


def demander_reads_its_joint_bids(town, names):
    """Of the sealed bids the demander sees those it has signed, with what a member sees."""
    poster = town.play("enterprise")
    for name in names:
        poster.visit(bidding.desk(town, name)).reads("已密封")
    poster.visit("/desk/bids").reads(*(town.bids[name] for name in names))
