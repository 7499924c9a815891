"""Scenes of a race: gates defined and published, three lanes, two gates that each let one leave, money that follows."""

import datetime as dt

from challenge.delivery.models import Project
from challenge.delivery.race.models import RaceGate
from challenge.delivery.race.states import RG
from challenge.delivery.states import P, Payer, Y
from challenge.states import B, C
from core import clock
from core.database import db, transaction
from tests.core.inspection.samples import pdf
from tests.journeys import announcing, bidding, facts, judging, last_lane, posting

NAMES = ("alpha", "beta", "gamma")
UNITS = ("甲方电机研究院", "乙方机电大学", "丙方装备公司")
# What the common test finds of each lane: rise of temperature (≤), efficiency (≥).
FIRST = (("82 K", "94.9 %"), ("85 K", "94.5 %"), ("96 K", "92.0 %"))
SECOND = (("79 K", "94.9 %"), ("74 K", "95.1 %"))


def play(town, seat_again):
    """From the demand in the pool to the lane that is left; `seat_again` keeps passwords young over the months."""
    posting.enterprise_registers(town)
    posting.enterprise_posts(town)
    posting.bureau_pools(town)
    officer_defines_gates(town)
    bureau_publishes_a_race(town)
    judging.seeds_are_committed(town)
    bidding.joint_bid(town)
    bidding.simple_bid(town, "beta", "78 K", "94.8 %")
    bidding.simple_bid(town, "gamma", "82 K", "94.6 %")
    bidding.deadline_passes(town)
    bidding.two_people_open(town)
    judging.formal_check(town)
    for shift, reviewer in enumerate(judging.committee_forms(town)):
        judging.review(town, reviewer, shift)
    three_are_proposed_and_awarded(town)
    notice_names_every_lane(town)
    every_lane_signs(town)
    gate_is_held(town, 1, FIRST, seat_again, leaves="gamma")
    last_lane.first_stage_is_done(town, 1)
    gate_is_held(town, 2, SECOND, seat_again, leaves="alpha")
    one_lane_is_left(town)
    last_lane.is_accepted(town)
    losing_lanes_are_settled(town)


def officer_defines_gates(town):
    """Two gates with the same two tests; the first asks for less."""
    officer = town.play("officer")
    officer.visit(town.desk()).follow("赛马关口（编入赛马批次的须定义）").reads("还没有关口")
    rise, efficiency = (one.id for one in town.challenge.indicators)
    tests = {f"use_{rise}": True, f"use_{efficiency}": True}
    plain = {"conditions": "同一台架满载两小时，各两个样机。", "tester": "省级电机检测中心"}
    officer.follow("增加关口").fill(
        name="台架对比", month="10", stay="2", **{f"need_{rise}": "90"}, **tests, **plain
    )
    officer.press("保存关口").reads("≤ 90 K", "排名前 2 的赛道晋级")
    officer.visit(town.desk("/gates/new")).fill(name="井下对比", month="17", stay="1", **tests, **plain)
    officer.press("保存关口").reads("关口 2：井下对比", "≤ 80 K")


def bureau_publishes_a_race(town):
    """A race batch takes a list with gates; the gates are public with it."""
    officer = town.play("officer")
    officer.visit("/desk/challenges/programmes/new")
    officer.fill(name="2026 年赛马批次", mode="race", budget_fen="500").confirm()
    programme = officer.path.rsplit("/", 1)[1]
    town.play("leader").visit(f"/desk/challenges/programmes/{programme}/steps/start").confirm()
    officer = town.play("officer")
    officer.visit(town.desk("/publish"))
    wanted = posting._programme(town, "2026 年赛马批次")
    officer.fill(programme=wanted, challenge=[str(town.challenge.id)]).confirm()
    officer.reads(facts.BASICS["title"], "揭榜中")
    guest = town.guest()
    guest.visit(f"/challenges/{town.code}").follow("赛马关口与进展")
    guest.reads("关口 1：台架对比", "省级电机检测中心", "平均分给晋级的赛道").misses("甲方电机研究院")


def three_are_proposed_and_awarded(town):
    """One bid is too few for a race; all three start in parallel."""
    officer = town.play("officer")
    ids = [str(judging.bid_of(town, name).id) for name in NAMES]
    officer.visit(town.desk("/propose")).fill(winner=ids[:1], reason="并行攻关。")
    officer.press("提出拟立项方案", status=422).reads("请勾选 2 至 4 个方案")
    officer.fill(winner=ids, reason="三条技术路线不同，并行攻关。").press("提出拟立项方案").reads("赛道 3")
    leader = town.play("leader")
    leader.visit(town.desk("/decision")).reads("赛道 1", *UNITS)
    leader.fill(decision="award", reason="同意并行。").press("确认决定")
    won = [(bid.state, bid.lane) for bid in (judging.bid_of(town, name) for name in NAMES)]
    assert won == [(B.WON, 1), (B.WON, 2), (B.WON, 3)]


def notice_names_every_lane(town):
    """The notice, its period, the result."""
    officer = town.play("officer")
    officer.visit(town.desk("/notice")).press("生成公示文本")
    officer.fill(checked=True).press("发布公示")
    reader = town.guest()
    reader.visit(f"/notices/{announcing.notice(town).code}").reads(
        "3 个团队并行攻关", *(f"拟揭榜：{one}"[4:] for one in UNITS)
    )
    town.now.instant = announcing.notice(town).ends_at
    town.play("officer").visit(town.desk("/notice")).press("公布结果")
    reader.visit(f"/results/{town.code}").reads("赛道 1", "赛道 2", "赛道 3")
    assert [(one.lane, one.state) for one in lanes(town)] == [(1, P.SIGNING), (2, P.SIGNING), (3, P.SIGNING)]


def lanes(town):
    """Projects of the list by lane."""
    town.read(db.select(Project.id))
    return sorted(town.challenge.projects, key=lambda one: one.lane)


def gate(town, number):
    """The gate as it is now."""
    return town.read(db.select(RaceGate).filter_by(number=number))


def every_lane_signs(town):
    """Each contract has the gates on the same days, whenever it begins."""
    for late, project in enumerate(lanes(town)):
        code, page = project.code, f"/desk/projects/{project.code}/contract"
        officer = town.play("officer")
        officer.visit(page).fill(starts_on=(clock.today() + dt.timedelta(days=1 + 10 * late)).isoformat())
        officer.press("按榜单和方案生成").reads("赛道", "关口 1：台架对比")
        officer.fill(checked=True, check_reason="自筹以设备投入，定榜时已审议。").press("发给双方确认")
        for name in (NAMES[late], "enterprise", "leader"):
            town.play(name).visit(page).fill(agreed=True).press("确认任务书")
        assert town.read(db.select(Project).filter_by(code=code)).state is P.ACTIVE
    days = {tuple(m.due_on for m in one.milestones if m.gate) for one in lanes(town)}
    assert days == {(gate(town, 1).held_on, gate(town, 2).held_on)}
    assert town.challenge.state is C.CONTRACTED


def gate_is_held(town, number, results, seat_again, leaves):
    """Results side by side, a ranking by code, two people, a term, then one lane ends and its money moves on."""
    address, before = town.desk(f"/race/{number}"), live(town)
    town.now.instant = clock.beijing_instant(gate(town, number).held_on) + dt.timedelta(hours=10)
    seat_again()
    runs = [one for one in lanes(town) if one.state is P.ACTIVE]
    tests = [one["indicator"] for one in gate(town, number).tests]
    officer = town.play("officer")
    officer.visit("/desk").reads("登记赛马关口的测试结果")
    officer.visit(f"{address}/results")
    for project, row in zip(runs, results, strict=True):
        officer.fill(**{f"lane_{project.lane}_{key}": value for key, value in zip(tests, row, strict=True)})
    officer.upload("file", "测试报告.pdf", pdf()).press("登记结果").reads("已登记结果")
    officer.visit(f"{address}/steps/propose").reads("综合完成率", "拟淘汰").confirm()
    team = town.play(leaves)
    team.visit(address).misses("综合完成率 1")
    leader = town.play("leader")
    leader.visit("/desk").reads("批准并公布赛马关口结果")
    leader.visit(f"{address}/steps/publish").fill(reason="已核对各赛道实测值和测试报告，同意。")
    leader.confirm()
    town.guest().visit(f"/challenges/{town.code}/race").reads("拟淘汰", *UNITS)
    town.play(leaves).visit(address).reads("拟淘汰", "对结果提出异议", "本队")
    town.play("officer").visit(address).reads("异议期至")
    town.now.instant = gate(town, number).objections_until
    town.play("officer").visit(f"{address}/steps/take_effect").confirm()
    assert gate(town, number).state is RG.DONE
    gone = next(one for one in lanes(town) if one.bid.code == town.bids[leaves])
    assert gone.state is P.ELIMINATED
    town.play(leaves).visit(f"/desk/projects/{gone.code}").reads("赛马淘汰", "不作负面评价")
    assert live(town) == before - returned(town, number)


def live(town):
    """分 of all lanes that were not cancelled."""
    return sum(row.amount_fen for one in lanes(town) for row in one.payments if row.state is not Y.CANCELLED)


def returned(town, number):
    """分 that went back to who had promised them."""
    return sum(row.amount_fen for row in gate(town, number).moved if row.project_id is None)


def one_lane_is_left(town):
    """The best lane has the money of the later stages; everybody finds the race on its page."""
    first, second, third = lanes(town)
    assert [one.state for one in (first, second, third)] == [P.ELIMINATED, P.ACTIVE, P.ELIMINATED]
    extra = [row for row in second.payments if row.gate_id]
    assert {row.payer for row in extra} == {Payer.DEMANDER, Payer.PUBLIC}
    town.play("enterprise").visit(town.desk("/race")).reads("各赛道资金", "赛马淘汰")
    town.play("beta").visit(town.desk("/race")).reads("本队资金").misses(first.code, third.code)
    town.guest().visit(f"/challenges/{town.code}/race").reads("淘汰", "晋级", "结果已生效")
    town.guest().visit(f"/challenges/{town.code}/timeline").reads("赛马关口结果生效", "赛马关口未晋级")


def losing_lanes_are_settled(town):
    """A lane that left has been paid what it had earned, the rest was cancelled; nothing waits for anybody."""
    assert any(row.state is Y.CONFIRMED for row in lanes(town)[0].payments)
    for one in (one for one in lanes(town) if one.state is P.ELIMINATED):
        assert {row.state for row in one.payments} <= {Y.CANCELLED, Y.CONFIRMED}, one.code
        assert all(row.state is Y.CANCELLED for row in one.payments if not row.passed_at)


def young_passwords(town):
    """Everybody has changed the password in time."""

    def seat_again():
        with transaction():
            for one in town.people.values():
                db.session.merge(one).password_at = clock.now()

    return seat_again
