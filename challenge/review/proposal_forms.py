"""Shapes of the forms around a proposal: the choice of bids, the second officer's word, the leader's decision."""

from flask_wtf import FlaskForm
from wtforms import SelectChoice, fields, widgets
from wtforms.validators import AnyOf, InputRequired, ValidationError

from challenge.review.forms import text

MOVED = "所选方案不在排名中，请重新选择。"


def proposal_form(ranking, least=1, most=1, **kwargs):
    """The choice of a bid, or of `least` to `most` for a race; the reason, and why the ranking was not followed."""

    class ProposalForm(FlaskForm):
        winner = _choice(ranking) if most == 1 else _choices(ranking, least, most)
        reason = text("推荐意见", required="请写明推荐意见。")
        override_reason = text(
            "未按排名推荐的理由", description="不按名次推荐时必填，须另一名经办人复核，理由将公开。"
        )

        def chosen(self):
            """Ids of the bids that were chosen."""
            data = self.winner.data or ()
            return [int(one) for one in ([data] if isinstance(data, str) else data)]

        def validate_override_reason(self, field):
            if not self.winner.errors and not in_order(ranking, self.chosen()) and not field.data:
                raise ValidationError("未按排名推荐时，必须写明理由。")

    return ProposalForm(**kwargs)


def in_order(ranking, chosen):
    """Whether these are the first of the ranking, and no others."""
    return {row["bid"] for row in ranking[: len(chosen)]} == set(chosen)


def _offered(ranking):
    return [
        SelectChoice(str(row["bid"]), f"第 {row['rank']} 名 · {row['unit']}（{row['figure']} 分）")
        for row in ranking
    ]


def _choice(ranking):
    known = AnyOf([str(row["bid"]) for row in ranking], "请选择推荐方案。")
    return fields.RadioField(
        "推荐方案",
        [InputRequired("请选择推荐方案。"), known],
        choices=_offered(ranking),
        validate_choice=False,
    )


def _choices(ranking, least, most):
    def counted(_form, field):
        if not set(field.data or ()) <= {str(row["bid"]) for row in ranking}:
            raise ValidationError(MOVED)
        if not least <= len(set(field.data or ())) <= most:
            raise ValidationError(f"请勾选 {least} 至 {most} 个方案，各占一条赛道。")

    return fields.SelectMultipleField(
        "推荐方案",
        [counted],
        choices=_offered(ranking),
        validate_choice=False,
        widget=widgets.ListWidget(prefix_label=False),
        option_widget=widgets.CheckboxInput(),
        description=f"赛马：可同时推荐 {least} 至 {most} 个方案并行攻关，按名次编为赛道 1、2……",
    )


class _OnProposal(FlaskForm):
    """A word on the proposal that was read."""

    proposal = fields.HiddenField()

    def proposal_id(self):
        """Number of the proposal that was shown, or None."""
        digits = self.proposal.data or ""
        return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 10 else None


class SecondForm(_OnProposal):
    """复核 of a choice against the ranking: agreed, or sent back with a reason."""

    second = fields.RadioField(
        "复核意见",
        [AnyOf(["agree", "return"], "请选择同意或不同意。")],
        choices=[
            SelectChoice("agree", "同意未按排名推荐"),
            SelectChoice("return", "不同意，退回重新研究"),
        ],
        validate_choice=False,
    )
    dissent = text("不同意的理由")

    def validate_dissent(self, field):
        """Whoever disagrees says why."""
        if self.second.data == "return" and not field.data:
            raise ValidationError("不同意的，请写明理由。")


class DecisionForm(_OnProposal):
    """定榜 or 退回, with the reason, on the proposal that was read."""

    decision = fields.RadioField(
        "决定",
        [AnyOf(["award", "return"], "请选择同意或退回。")],
        choices=[SelectChoice("award", "同意，定榜"), SelectChoice("return", "退回重新研究")],
        validate_choice=False,
    )
    reason = text("决定理由", required="请写明决定理由。")
    contact_note = text("对接触报告的说明")
