"""Scenes of bidding: three teams bid, one with a partner and a member by link; sealed until two people open."""

import datetime as dt
import re

from challenge.states import B, C
from tests import world
from tests.core.inspection.samples import pdf
from tests.journeys import facts


def start(town, name):
    """Begins a bid and remembers its code under the name of its leader."""
    actor = town.play(name)
    actor.visit(f"/challenges/{town.code}/bid").fill(understood=True).press("开始编制方案")
    town.bids[name] = actor.path.split("/")[3]
    return actor


def desk(town, name, tail=""):
    """Address of a page of this leader's bid."""
    return f"/desk/bids/{town.bids[name]}{tail}"


def write(town, actor, name, rise, efficiency, partner=False):
    """Fills the five steps."""
    typed = {"lead-role": "总体设计与样机", "lead-work_percent": "100", "lead-money_percent": "100"}
    if partner:
        typed |= {"lead-work_percent": "70", "lead-money_percent": "75"}
        typed |= {
            "partners-0-name": "丁方热管公司",
            "partners-0-credit_code": world.credit_code(7777777),
            "partners-0-role": "热管供货与安装",
            "partners-0-work_percent": "30",
            "partners-0-money_percent": "25",
        }
    actor.visit(desk(town, name, "/edit/team")).fill(**typed).press("保存并继续")
    actor.fill(**facts.PLAN).press("保存并继续")
    actor.fill(**facts.promises(rise, efficiency)).press("保存并继续")
    actor.fill(**facts.BUDGET).press("保存并继续")
    actor.fill(**facts.PLEDGES).press("保存并继续")


def set_share(town, actor, name):
    """The leader's own share of time is asked too."""
    actor.visit(desk(town, name, "/members")).follow("修改").fill(share_percent="40").confirm()


def submit(town, actor, name):
    """Goes through the checklist and seals; returns the digest on the receipt."""
    actor.visit(desk(town, name, "/submit")).reads("检查全部通过")
    actor.press("提交并密封")
    actor.reads("方案提交回执")
    return re.search(r"内容摘要\s*([0-9a-f]{64})", actor.text())[1]


def simple_bid(town, name, rise, efficiency):
    """A team of one organisation."""
    actor = start(town, name)
    write(town, actor, name, rise, efficiency)
    set_share(town, actor, name)
    return submit(town, actor, name)


def joint_bid(town, name="alpha"):
    """A partner with its agreement, a member by account, another by link; then one replacement."""
    actor = start(town, name)
    write(town, actor, name, "76 K", "95.2 %", partner=True)
    actor.visit(desk(town, name, "/files")).upload("file", "合作协议.pdf", pdf())
    actor.fill(kind="agreement").press("上传")
    set_share(town, actor, name)
    actor.visit(desk(town, name, "/members"))
    actor.fill(**{"account-username": "partner", "account-role": "热管设计", "account-share_percent": "30"})
    actor.press("发出邀请")
    actor.fill(
        **{
            "link-name": "何无号",
            "link-unit": "丁方热管公司",
            "link-role": "工艺",
            "link-share_percent": "50",
        }
    )
    actor.press("生成链接")
    link = re.search(r"/bid-invitations/[\w-]+", actor.text())[0]
    actor.visit(desk(town, name, "/submit")).reads("成员“何无号”还没有确认参加")
    town.play("partner").visit(desk(town, name, "/invitation")).press("确认参加")
    member_joins(town, link)
    return submit(town, actor, name)


def member_joins(town, link):
    """A person without an account types the own name on the page of the one-time link, once."""
    member = town.guest()
    member.visit(link).fill(name="何无号").press("确认参加")
    member.reads("您已确认参加")
    member.visit(link, status=404)


def nobody_reads_before_the_deadline(town):
    """Poster, officer, leader and rivals find nothing: neither bids nor their number."""
    code = town.bids["alpha"]
    for name in ("enterprise", "officer", "leader", "supervisor", "beta"):
        town.play(name).visit(f"/desk/bids/{code}", status=404)
    for name in ("enterprise", "officer"):
        actor = town.play(name)
        actor.visit(town.desk())
        actor.misses(code, "甲方电机研究院", "乙方机电大学")
    officer = town.play("officer")
    officer.visit(town.desk("/opening"))
    officer.reads("揭榜尚未截止")


def deadline_passes(town):
    """The clock moves behind the deadline."""
    town.now.instant = town.challenge.deadline + dt.timedelta(minutes=1)
    late = town.play("gamma")
    late.visit(f"/challenges/{town.code}").reads("已截止")


def two_people_open(town):
    """An officer begins, a supervisor completes; only then there are bids."""
    officer = town.play("officer")
    officer.visit(town.desk("/opening")).press("发起开标")
    officer.reads("等待另一角色的人员确认")
    assert town.challenge.state is C.OPEN
    second = town.play("officer2")
    second.visit(town.desk("/opening")).misses("甲方电机研究院", "确认开标</button>")
    supervisor = town.play("supervisor")
    supervisor.visit("/desk").reads("监督开标")
    supervisor.visit(town.desk("/opening")).press("确认开标")
    supervisor.reads("与截止时公布的摘要清单一致", "甲方电机研究院", "乙方机电大学", "丙方装备公司")
    assert [bid.state for bid in town.challenge.bids] == [B.OPENED, B.OPENED, B.OPENED]
    town.play("enterprise").visit(f"/desk/bids/{town.bids['alpha']}", status=404)
    town.play("beta").visit(f"/desk/bids/{town.bids['alpha']}", status=404)
