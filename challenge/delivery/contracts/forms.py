"""Shapes of the small forms of a change; what may be altered at all is in `change_form`."""

from wtforms import validators

from challenge import rulepack
from challenge.posting.forms.fields import Base, Choice, Paragraphs

WHY = "变更理由"
NOBODY = (
    "团队中没有其他已确认参加并有账号的成员，现在没有人可以接任；无合格人选的，可以在“终止办理”中申请终止。"
)


def needed(sentence):
    """A field that must be filled in, with the sentence that says so."""
    return validators.DataRequired(sentence)


def why_field():
    """Why something is to change."""
    return Paragraphs(WHY, 1000, [needed("请写明变更理由，各方据此决定是否同意。")])


class SuccessorForm(Base):
    """Who is to lead, and in which of the cases that permit it."""

    why_code = Choice("情形", [], [needed("请选择情形。")])
    successor = Choice(
        "接任项目负责人",
        [],
        [needed("请选择接任人。")],
        description="须为已确认参加本项目的团队成员，并由本人确认。",
    )
    why = why_field()

    def offer(self, project):
        """The cases of the rule pack, and the members of the team."""
        rows = rulepack.entries(project, "leader_changes")
        self.why_code.offer([(one["key"], one["label"]) for one in rows])
        people = (one.user for one in project.bid.members if one.confirmed_at and one.user is not None)
        offered = [(str(one.id), one.display_name) for one in people if one.id != project.leader_id]
        self.successor.offer(offered)
        if not offered:
            self.successor.description = NOBODY


class DeclineForm(Base):
    """Why a change is not taken up, or is withdrawn."""

    reason = Paragraphs("理由", 1000, [needed("请写明理由。")])
