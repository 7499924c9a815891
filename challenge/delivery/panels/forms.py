"""Shapes of the forms of panels."""

from wtforms import RadioField, validators
from wtforms.fields.choices import SelectChoice

from challenge.delivery.panels.states import OFFERED
from challenge.posting.forms.fields import Base, Choice, Paragraphs, Whole, states
from challenge.review.states import DECLARABLE, DeclaredTie
from talent.states import ExpertKind


def _needed(sentence):
    return [validators.DataRequired(sentence)]


class PlainForm(Base):
    """A step that asks for nothing."""


class LeaveForm(Base):
    """Why the expert does not take part."""

    leaving = Paragraphs("理由", 500, _needed("请写明理由。"))


class EndForm(Base):
    """Whose seat is taken back, and why."""

    member = Choice("席位", [], _needed("请选择席位。"))
    ending = Paragraphs("理由", 500, _needed("请写明理由。"))

    def offer(self, seats):
        """Those who are late, or must leave."""
        self.member.offer([(str(one.row.id), f"{one.number}　{one.row.state.label}") for one in seats])
        return self


class DrawForm(Base):
    """How many seats of each kind."""

    technical = Whole("技术研发专家", 0, 20)
    industry = Whole("产业专家", 0, 20)
    finance = Whole("财务专家", 0, 20)

    def wanted(self):
        """{kind: seats}."""
        return {kind: self[kind.value].data or 0 for kind in ExpertKind if kind.value in self}

    def least(self, members, quotas):
        """The panel is odd and as large as the rule pack says; `quotas` {kind: least}."""
        seats = self.wanted()
        if sum(seats.values()) < members or sum(seats.values()) % 2 == 0:
            self.technical.errors = [f"合计须为不少于 {members} 人的单数。"]
        for kind, number in quotas.items():
            if seats[kind] < number:
                self[kind.value].errors = [f"至少 {number} 人。"]
        return not self.errors


class ChooseForm(Base):
    """Who is invited by hand, and why."""

    profile = RadioField("专家", choices=[], coerce=int, validate_choice=False)
    why = Paragraphs("指定理由", 500, _needed("请写明不经抽取、指定该专家的理由。"))

    def validate_profile(self, field):
        """Somebody is chosen."""
        if not isinstance(field.data, int):
            raise validators.ValidationError("请从候选名单中选择一位专家。")


class AnswerForm(Base):
    """What ties the expert to either side."""

    tie = Choice("与双方的利益关系", states(DECLARABLE), _needed("请选择利益关系；没有的，选“无利益关系”。"))
    note = Paragraphs("说明", 300, description="选择“其他可能影响公正的情形”的，请说明。")

    def validate_note(self, field):
        """A tie that no name says is described."""
        if self.tie.data == DeclaredTie.OTHER and not field.data:
            raise validators.ValidationError("请说明具体情形。")


class VoteForm(Base):
    """The vote; against needs a reason."""

    favourable = ""  # nothing is, until it is offered
    vote = RadioField("表决", choices=[], validators=[validators.InputRequired("请选择一项结论。")])
    note = Paragraphs("意见", 1000, description="不同意的，须写明理由。表决结束前其他专家看不到。")

    def offer(self, purpose, offered):
        """What can be voted."""
        self.favourable = OFFERED[purpose][0].value
        self.vote.choices = [SelectChoice(one.value, one.label) for one in offered]
        return self

    def validate_note(self, field):
        """Whoever votes against says why."""
        if self.vote.data and self.vote.data != self.favourable and not field.data:
            raise validators.ValidationError("请写明理由。")


class OpinionForm(Base):
    """What the panel thinks, by its chair."""

    text = Paragraphs("评议意见", 3000, _needed("请按表决结果写明评议意见。"), description="提交后不能修改。")
