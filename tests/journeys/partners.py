"""企业出题 and 成果转化 from the point where their own scenes begin: rows lead there, people do the rest."""

from accounts.models import User
from challenge.posting.models import Challenge
from challenge.review.choosing.rules import choice_of
from challenge.states import B
from core.database import db
from tests import bids, world
from tests.challenge.bidding.liaison import scene as liaisons
from tests.challenge.review import scene as reviews
from tests.journeys import joining
from tests.journeys.cast import Cast


class Partners(Cast):
    """People by name in `people` around one list."""

    def __init__(self, now, seat, challenge, people):
        super().__init__(now, seat, people)
        self.code = challenge.code

    @property
    def challenge(self):
        """The list as it is now."""
        return self.read(db.select(Challenge).filter_by(code=self.code))

    def desk(self, tail=""):
        """Address of a page of the list on the desk."""
        return f"/desk/challenges/{self.code}{tail}"


def play_joint(now, seat):
    """企业出题: contact, agreement, joint bid; a second agreement after the sealing is told at the opening."""
    poster, challenge = liaisons.listed()
    people = {"enterprise": poster, "alpha": world.user("researcher"), "officer": world.user("officer")}
    story = Partners(now, seat, challenge, people)
    joining.team_asks(story, "alpha", "可用热管散热。")
    joining.demander_consents(story, "alpha")
    joining.both_sign(story, "alpha")
    bid = bids.sealed(story.challenge, db.session.get(User, people["alpha"].id)).code
    story.play("enterprise").visit(f"/desk/bids/{bid}").reads("已密封")
    story.play("alpha").visit(joining.page(story, "alpha", "/agreement/end")).fill(sure=True).confirm()
    joining.both_sign(story, "alpha", "协议在方案密封后重新签订", extra="样机另付五万元。")
    story.play("alpha").visit(f"/desk/bids/{bid}").reads("请替换方案后重新提交")
    now.instant = story.challenge.deadline
    bids.open_list(story.challenge, db.session.get(User, people["officer"].id))
    officer = story.play("officer").visit(story.desk("/opening"))
    officer.reads("1 份方案所附的合作协议与现行有效的协议不符", "不是同一份")
    officer.visit(f"/desk/bids/{bid}/check").reads("不是同一份")
    story.play("enterprise").visit(f"/desk/bids/{bid}", status=404)


def play_transfer(now, seat):
    """成果转化: everybody reads its own words, the owner chooses, the officer keeps to it."""
    owner = world.user("researcher")
    facts = {"mode": "transfer", "programme_id": world.programme(mode="transfer").id, "author": owner}
    officer, challenge, _ = reviews.scored(**facts)
    story = Partners(now, seat, challenge, {"owner": owner, "officer": officer})
    public = story.guest().visit(f"/challenges/{story.code}")
    public.reads("期望价款", "转化指标", "成果方", "转化周期").misses(
        "悬赏金额", "技术指标", "发榜单位", "攻关周期"
    )
    story.play("officer").visit(story.desk("/propose")).reads("由成果方选定，请等待")
    chooser = story.play("owner").visit(story.desk("/choice"))
    first, second = (bid.id for bid in story.challenge.bids)
    chooser.fill(reason="使用条件最好。").press("确认选定", status=422).reads("请选定一个方案")
    chooser.fill(reason="使用条件最好。", **{f"place_{second}": "1", f"place_{first}": "2"}).press("确认选定")
    assert choice_of(story.challenge).ranked == [second, first]
    officer = story.play("officer").visit(story.desk("/propose"))
    officer.reads("使用条件最好。").fill(winner=str(second), reason="专家评分和选定一致。")
    officer.press("提出拟立项方案")
    assert [bid.state for bid in story.challenge.bids] == [B.RESERVE, B.NOMINATED]
    story.play("officer").visit(story.desk()).reads("成果方").misses("发榜单位")
