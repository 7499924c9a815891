"""Shapes of the forms of payments and expenses."""

from wtforms import fields, validators

from challenge.posting.forms.fields import Base, Choice, Line, Paragraphs, Wan
from core import clock

FILE = "凭证附件（可选）"
FILE_HINT = "付款回单、发票等的扫描件（PDF 或图片，不超过 20 MB），加密保存。"


def _needed(sentence):
    return validators.DataRequired(sentence)


class _Positive:
    """A sum is there; what could not be read has its own sentence."""

    field_flags = {"required": True}

    def __call__(self, form, field):
        """More than nothing."""
        if not field.errors and not field.data:
            raise validators.StopValidation("请填写金额，单位为万元，例如 12.5。")


class _Day(fields.DateField):
    """A day that is neither ahead nor before the programme could exist."""

    def post_validate(self, form, validation_stopped):
        """Money has been paid on a day that has come."""
        if validation_stopped:
            return
        if self.data is None:
            self.errors = []
            raise validators.ValidationError("请填写正确的日期，例如 2026-12-01。")
        if not self.data.year >= 2020 or self.data > clock.today():
            raise validators.ValidationError("日期不能晚于今天。")


def _day(label):
    return _Day(label, [validators.InputRequired("请填写日期，例如 2026-12-01。")])


class PlainForm(Base):
    """A step that asks for nothing."""


class RequestForm(Base):
    """What the payer should know."""

    note = Paragraphs("说明", 500, description="例如里程碑的通过情况、收款账户的核对方式。可以留空。")


class ReasonForm(Base):
    """Why it goes back."""

    reason = Paragraphs("理由", 500, [_needed("请写明理由，便于对方补正。")])


class PaidForm(Base):
    """The payment as it was made."""

    paid_on = _day("付款日期")
    voucher = Line("凭证号", 60, [_needed("请填写付款回单或者记账凭证的编号。")])
    file = fields.FileField(FILE, description=FILE_HINT)


class RefundForm(Base):
    """How much came back."""

    amount_fen = Wan("退回金额", [_Positive()])


class ReportForm(Base):
    """What is put into the integrity case."""

    facts = Paragraphs(
        "事实", 2000, [_needed("请写明应付金额、期限和催告情况。")], description="供监督人员核查。"
    )


FORMS = {
    "request": RequestForm,
    "refuse": ReasonForm,
    "return": ReasonForm,
    "dispute": ReasonForm,
    "deny": ReasonForm,
    "waive": ReasonForm,
    "register": PaidForm,
    "invest": PaidForm,
    "refund": RefundForm,
    "report": ReportForm,
}


class ExpenseForm(Base):
    """What was spent; `line` is there only where the money has lines."""

    payer = Choice("资金来源", [], [_needed("请选择资金来源。")])
    line = Choice("经费科目", [], [_needed("请选择经费科目。")])
    amount_fen = Wan("金额", [_Positive()])
    spent_on = _day("支出日期")
    text = Line("用途", 200, [_needed("请写明用途，例如“购买电解液 20 升”。")])
    voucher = Line("凭证号", 60, [_needed("请填写记账凭证的编号。")])
    file = fields.FileField(FILE, description=FILE_HINT)

    def offer(self, payers, lines):
        """Payers whose money has arrived, and the lines of the contract."""
        self.payer.offer([(one.value, one.label) for one in payers])
        if lines:
            self.line.offer([name for name, _ in lines])
        else:
            del self.line


class StrikeForm(Base):
    """Why the entry was wrong."""

    reason = Line("冲销理由", 200, [_needed("请写明冲销理由，例如“重复登记”。")])
