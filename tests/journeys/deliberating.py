"""Scenes of a panel: candidates are fixed, the next published head draws, experts declare, vote in secret, the chair writes."""

from challenge.delivery.panels.rules import panel_of
from challenge.delivery.panels.states import Purpose, S
from core import log_tree
from core.database import transaction
from tests.challenge.delivery.panels import scene


def experts_join(works):
    """Five experts who can be asked."""
    with transaction():
        scene.experts()


def panel(works, purpose):
    """The panel as it is now."""
    return panel_of(works.project, Purpose(purpose), 1)


def is_drawn(works, purpose):
    """The officer fixes the candidates; only the head of the following night draws."""
    page = works.desk(f"/panels/{purpose}")
    officer = works.play("officer").visit(page)
    officer.fill(technical="3", industry="1", finance="1").press("固定候选名单")
    officer.reads("须等平台公布下一次签名的日志头")
    works.now.forward(days=1)
    with transaction():
        log_tree.sign_head()
    works.play("officer").visit(page).press("抽取并发出邀请")
    members = panel(works, purpose).members
    works.people |= {f"member{number}": one.profile.user for number, one in enumerate(members, 1)}


def votes(works, purpose, choices, text):
    """Everybody declares, then votes; nobody reads a vote before they are closed."""
    page = works.desk(f"/panels/{purpose}")
    members = [f"member{number}" for number in range(1, 6)]
    for name in members:
        works.play(name).visit(page).fill(tie="none").press("提交声明，接受邀请")
    chair = panel(works, purpose).members[0].profile
    chair_id = chair.user_id
    officer = works.play("officer").visit(page)
    officer.press(next(one for one in officer.buttons() if chair.name in one))
    officer.visit(page).press("开启表决")
    for name, choice in zip(members, choices, strict=True):
        member = works.play(name).visit(page)
        member.fill(vote=choice, note="材料齐全，理由见意见。").press("提交表决")
    works.play("officer").visit(page).misses("材料齐全，理由见意见。")
    works.play("officer").visit(page).press("结束表决")
    leads = next(name for name in members if works.people[name].id == chair_id)
    works.play(leads).visit(page).fill(text=text).press("提交评议意见")
    assert panel(works, purpose).state is S.CLOSED
