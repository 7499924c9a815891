"""Shapes of the forms of offers and inquiries."""

from wtforms import validators

from accounts.states import INDUSTRIES
from challenge.bidding.forms import EMAIL
from challenge.delivery.forms import step_form
from challenge.delivery.outcomes.registering.forms import Seen
from challenge.delivery.outcomes.states import MATURITIES
from challenge.market.actions import TITLE_MAX
from challenge.market.states import Right, Transfer
from challenge.posting.forms.fields import PHONE, Asked, Base, Choice, Line, Needed, Paragraphs, Wan, states

HIDDEN = "不公开；您接受对接意向后，才告诉对方。"


def _mail(form, field):
    if field.data:
        EMAIL(form, field)


class _Price(Wan):
    """A sum; nothing typed is open to talks."""

    def process_formdata(self, valuelist):
        """None of nothing."""
        super().process_formdata(valuelist)
        self.data = self.data or None


class OfferForm(Seen):
    """A result on offer; a draft may miss what is asked for."""

    title = Line("成果名称", TITLE_MAX, [Asked()])
    industry = Choice("产业领域", INDUSTRIES, [Asked()])
    maturity = Choice("成熟度", MATURITIES, [Asked()])
    rights = Choice("知识产权", states(Right), [Asked()])
    rights_text = Line("知识产权说明", 300, description="专利号、登记号、权利人等，可以留空。")
    transfer = Choice("转化方式", states(Transfer), [Asked()])
    price_fen = _Price("意向价格", description="不填即为面议。")
    summary = Paragraphs(
        "成果简介", 3000, [Asked()], description="解决什么问题、怎样解决。将公开展示，请勿写出技术秘密。"
    )
    advantages = Paragraphs(
        "技术优势和指标", 2000, [Asked()], description="与现有技术相比的优势，已达到的指标。"
    )
    scenes = Paragraphs("应用场景", 2000, description="可用于哪些企业、工序或产品。")
    conditions = Paragraphs("合作要求", 1000, description="希望对方具备的条件，如中试场地、资金、资质。")
    contact_name = Line("联系人", 40, [Asked()], description=HIDDEN)
    contact_phone = Line("联系电话", 30, [PHONE])
    contact_email = Line("联系邮箱", 120, [_mail], description="电话和邮箱至少填一项。")

    def values(self):
        """An empty choice is none."""
        found = super().values()
        return found | {name: found[name] or None for name in ("rights", "transfer")}


class InquiryForm(Base):
    """What the other side should know, and where it finds you."""

    message = Paragraphs(
        "留言",
        2000,
        [Needed("请写明您单位的需求和希望的合作方式。")],
        description="提供单位会看到留言和您单位的名称，接受对接后才看到您的联系方式。",
    )
    contact_name = Line("联系人", 40, [Needed("请填写联系人。")])
    contact_phone = Line("联系电话", 30, [PHONE])
    contact_email = Line("联系邮箱", 120, [_mail])

    def validate_contact_phone(self, field):
        """One way or the other."""
        if not field.data and not self.contact_email.data:
            raise validators.ValidationError("请至少填写一种联系方式（电话或邮箱）。")


# What the reason of a step is, where it is no reason: action → label, hint, sentence where it is missing.
_TOLD = {
    "sign": ("合作情况", "写明转化方式、金额、起止时间和合同签订情况。", "请写明合作情况。"),
    "end": ("没有谈成的原因", "例如价格、成熟度、场地条件；对方会收到站内信。", "请写明没有谈成的原因。"),
}


def inquiry_step_form(step):
    """The form of a step of an inquiry."""
    form = step_form(step)
    if step.action in _TOLD:
        label, form.reason.description, missing = _TOLD[step.action]
        form.reason.label.text, form.reason.validators = label, [Needed(missing)]
    return form
