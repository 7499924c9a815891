"""Shapes of the forms by which a version is sent to the sides."""

from wtforms import fields, validators

from challenge.posting.forms.fields import Base, Paragraphs


class _Offer(Base):
    """The version that was read; why, where its money does not keep to a rule."""

    seen = fields.HiddenField()
    check_reason = Paragraphs(
        "规则核对不符的理由",
        500,
        [validators.DataRequired("规则核对有不符的项目，请写明理由后再发出。")],
        description="随任务书发给双方和局领导，列在规则核对旁，留存备查。",
    )

    def ask(self, *, departs):
        """Why, only where the money does not keep to a rule."""
        if not departs:
            del self.check_reason
        return self


class OfferForm(_Offer):
    """The version that was read."""

    checked = fields.BooleanField(
        "我已逐项核对指标、里程碑和经费。", [validators.InputRequired("请核对后勾选。")]
    )

    def seen_version(self):
        """Number of the row's version that was shown, or None."""
        digits = self.seen.data or ""
        return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 10 else None


class NoteForm(_Offer):
    """The version that was read, and what the public is told where less than the list is due."""

    note = Paragraphs(
        "公开说明", 500, description="变更后的指标低于榜单要求的，须说明原因，生效时在榜单公开页面公布。"
    )
    checked = fields.BooleanField("我已逐项核对变更前后对照。", [validators.InputRequired("请核对后勾选。")])
