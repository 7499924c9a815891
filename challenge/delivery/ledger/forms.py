"""Shapes of the forms of payments and expenses."""

from wtforms import fields, validators

from challenge.delivery.ledger import days
from challenge.posting.forms.fields import Base, Choice, Day, Line, Needed, Paragraphs, Wan, Yuan

FILE = "凭证附件（可选）"
FILE_HINT = "付款回单、发票等的扫描件（PDF 或图片，不超过 20 MB），加密保存。"


def _needed(sentence):
    return validators.DataRequired(sentence)


class _Positive:
    """A sum is there; what could not be read has its own sentence."""

    field_flags = {"required": True}

    def __init__(self, example="单位为万元，例如 12.5"):
        self.example = example

    def __call__(self, form, field):
        """More than nothing."""
        if field.errors or field.data:
            return
        if field.data == 0:
            raise validators.StopValidation(f"金额须大于 0，{self.example}。")
        raise validators.StopValidation(f"请填写金额，{self.example}。")


class _Day(Day):
    """A day that money can have: not ahead, not before `first` nor after `last`, (day, what that day is), which the page sets."""

    def __init__(self, label, **kwargs):
        super().__init__(label, [Needed("请填写日期，例如 2026-12-01。")], **kwargs)
        self.first = self.last = None

    def post_validate(self, form, validation_stopped):
        """What is wrong with it says which day stands against it."""
        if not validation_stopped and self.data and self.first:
            found = days.fault(self.data, self.first, self.last)
            if found:
                raise validators.ValidationError(found)


class PlainForm(Base):
    """A step that asks for nothing."""


class PursueForm(Base):
    """Why nobody waits for what has to come back."""

    reason = Paragraphs(
        "理由",
        500,
        [_needed("请写明为什么不再等待退回、怎样追偿。")],
        description="例如已提起诉讼、已申报破产债权。应退回的金额保留，退回后仍可登记。",
    )


class RequestForm(Base):
    """What the payer should know."""

    note = Paragraphs("说明", 500, description="例如里程碑的通过情况、收款账户的核对方式。可以留空。")


class ProofForm(Base):
    """What the payment rests on."""

    amount_fen = Wan("凭证金额", [_Positive()])
    file = fields.FileField("凭证", [validators.InputRequired("请选择凭证文件。")], description=FILE_HINT)


class ReasonForm(Base):
    """Why it goes back."""

    reason = Paragraphs("理由", 500, [_needed("请写明理由，便于对方补正。")])


class _Booked(Base):
    """A voucher with which something else was booked is asked about: one voucher may stand for two."""

    used = None

    def ask_again(self, used):
        """`used`: where the voucher stands already, as a sentence; None: nothing is asked."""
        self.used = used
        if used is None:
            del self.again

    def validate_voucher(self, field):
        """Once more, by intent."""
        if self.used and not self.again.data:
            raise validators.ValidationError(self.used)


def _again():
    return fields.BooleanField("凭证号没有填错，确实是同一张凭证")


class PaidForm(_Booked):
    """The payment as it was made."""

    paid_on = _Day("付款日期")
    voucher = Line("凭证号", 60, [_needed("请填写付款回单或者记账凭证的编号。")])
    again = _again()
    file = fields.FileField(FILE, description=FILE_HINT)


class CorrectForm(PaidForm):
    """The payment as it was really made, and what was wrong."""

    reason = Line("更正原因", 200, [_needed("请写明原来错在哪里，例如“凭证号填成了另一笔的”。")])


class RefundForm(_Booked):
    """How much came back, when, and by which voucher."""

    amount_fen = Wan("退回金额", [_Positive()])
    paid_on = _Day("退回到账日期")
    voucher = Line("凭证号", 60, [_needed("请填写收款回单或者记账凭证的编号。")])
    again = _again()


class ReportForm(Base):
    """What is put into the integrity case."""

    facts = Paragraphs(
        "事实", 2000, [_needed("请写明应付金额、期限和催告情况。")], description="供监督人员核查。"
    )


FORMS = {
    "release": ReasonForm,
    "forgo": ReasonForm,
    "pursue": PursueForm,
    "request": RequestForm,
    "refuse": ReasonForm,
    "return": ReasonForm,
    "dispute": ReasonForm,
    "deny": ReasonForm,
    "waive": ReasonForm,
    "register": PaidForm,
    "invest": PaidForm,
    "correct": CorrectForm,
    "refund": RefundForm,
    "unrefund": ReasonForm,
    "report": ReportForm,
}


class ExpenseForm(_Booked):
    """What was spent; `line` is there only where the money has lines."""

    payer = Choice("资金来源", [], [_needed("请选择资金来源。")])
    line = Choice("经费科目", [], [_needed("请选择经费科目。")])
    amount_fen = Yuan("金额", [_Positive("单位为元，例如 10010.50")])
    spent_on = _Day("支出日期")
    text = Line("用途", 200, [_needed("请写明用途，例如“购买电解液 20 升”。")])
    voucher = Line("凭证号", 60, [_needed("请填写记账凭证的编号。")])
    again = _again()
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
