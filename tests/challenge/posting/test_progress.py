"""Every state has its place on the map, and names whom it waits for."""

from challenge.posting import progress
from challenge.states import C, Mode
from core.database import transaction
from tests import world


def test_every_state_stands_somewhere(app):
    keys = {stage.key for stage in progress.STAGES}
    rows = [world.challenge(one, suspended_from=C.OPEN if one is C.SUSPENDED else None) for one in C]
    assert {progress.here(row) for row in rows} <= keys
    assert {row.state: progress.ended(row) for row in rows if progress.ended(row)} == {
        C.REJECTED: "论证后未入库",
        C.LAPSED: "有效方案不足，已流榜",
        C.SUSPENDED: "已暂停",
        C.CANCELLED: "已撤榜",
    }
    assert progress.here(rows[list(C).index(C.SUSPENDED)]) == "open"


def test_whom_it_waits_for(app, now):
    draft = world.challenge()
    unit, author = draft.organisation.name, draft.author.display_name
    assert progress.waits_for(draft) == ("完善并提交", f"{unit} {author}")
    officer = world.user("officer", display_name="王经办")
    assert progress.waits_for(world.challenge(C.SUBMITTED)) == ("受理、退回或不予入库", "经办人")
    held = world.challenge(C.POOLED, handler_id=officer.id)
    assert progress.waits_for(held) == ("编入批次发布", "经办人 王经办")
    assert progress.waits_for(world.challenge(C.SCREENED)) == ("县区初审", "朔城区推荐人")
    screened = world.challenge(C.SUBMITTED, county_screens=True)
    assert progress.waits_for(screened) == ("转县区初审", "经办人")
    assert progress.waits_for(world.challenge(C.PROPOSED)) == ("定榜或退回", "局领导")
    assert progress.waits_for(world.challenge(C.ANNOUNCED)) == ("签订任务书", "双方和主管部门")
    listed = world.challenge(C.OPEN)
    assert progress.waits_for(listed) == ("揭榜方提交方案，截止后开标", "揭榜方")
    now.forward(days=46)
    assert progress.waits_for(listed) == ("两名不同角色人员共同开标", "经办人、监督人员或局领导")
    with transaction():
        listed.cancel_asked_by_id = officer.id
    assert progress.waits_for(listed) == ("批准或不同意撤榜", "局领导")


def test_stations_are_named_by_the_mode(app):
    def named(mode):
        made = {one.key: one.label for one in progress.stages(world.challenge(C.OPEN, mode=mode))}
        return made["open"], made["proposed"]

    assert named(Mode.GOVERNMENT) == ("张榜揭榜", "定榜")
    assert named(Mode.ENTERPRISE) == ("对接、签协议、联合揭榜", "企业选定、定榜")
    listed = world.challenge(C.OPEN, mode=Mode.ENTERPRISE)
    assert progress.waits_for(listed)[1] == "发榜方和揭榜方"
