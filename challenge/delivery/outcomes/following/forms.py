"""Shape of a follow-up."""

from wtforms import fields

from challenge.delivery.outcomes.following.rules import LABELS
from challenge.delivery.outcomes.registering.forms import Seen
from challenge.posting.forms.fields import Asked, Paragraphs, Wan, Whole

HINT = "本年度（结题后该年）因应用本项目成果产生的数额，没有的填 0。"


class Sum(Wan):
    """A sum in which nothing typed is nothing said, and 0 is a figure."""

    def _value(self):
        if self.raw_data or self.data != 0:
            return super()._value()
        return "0"

    def process_formdata(self, valuelist):
        """The 分 of what was typed, None of nothing."""
        super().process_formdata(valuelist)
        if valuelist and not valuelist[0].strip():
            self.data = None


class FollowUpForm(Seen):
    """Effects of one year, with something to show for them."""

    ASIDE = ("file",)
    sales_fen = Sum(LABELS["sales_fen"], [Asked()], description=HINT)
    tax_fen = Sum(LABELS["tax_fen"], [Asked()])
    saved_fen = Sum(LABELS["saved_fen"], [Asked()])
    invested_fen = Sum(LABELS["invested_fen"], [Asked()])
    jobs = Whole(LABELS["jobs"], 0, 1_000_000, [Asked()], description="人数，没有的填 0。")
    text = Paragraphs("说明", 2000, description="成果应用的情况、与上一年的变化、存在的困难，可以留空。")
    file = fields.FileField(
        "证明材料",
        description="财务报表、完税证明、社保名册、用户证明等（PDF、Office 文档或图片，不超过 20 MB），加密保存；再次上传会替换。",
    )
