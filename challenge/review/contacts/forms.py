"""Shapes of the forms of contact reports."""

from flask_wtf import FlaskForm
from wtforms import SelectChoice, fields
from wtforms.validators import AnyOf, DataRequired, Length

from challenge.review.contacts.states import Channel
from challenge.review.forms import one_of, text
from core.inspection import ACCEPT
from talent.integrity.forms import ReferralForm


def line(label, most, required="", **kwargs):
    """A line of text of at most `most` characters; `required` is the sentence when it is empty."""
    checks = [DataRequired(required)] if required else []
    checks.append(Length(max=most, message=f"不能超过 {most} 个字。"))
    return fields.StringField(
        label, checks, filters=[lambda said: (said or "").replace("\x00", "").strip()], **kwargs
    )


class ContactForm(FlaskForm):
    """Who, when, how, what was asked, what happened, evidence."""

    who = line("打招呼的人", 40, "请填写对方姓名；不知道姓名的，写明身份，例如“自称某单位销售经理”。")
    unit = line("对方单位或身份", 120)
    when = line("时间", 60, "请填写时间，例如“6 月 3 日晚上”。")
    channel = one_of("方式", Channel, "请选择方式。")
    asked = line("对方的要求", 200, "请写明对方要您做什么，例如“给某方案打高分”。")
    text = text(
        "经过", required="请写明经过。", description="内容加密保存，只有监督人员和指定的核查人能看到。"
    )
    evidence = fields.MultipleFileField(
        "证据材料",
        description="截图、录音文字稿等，可不传；PDF、Word、Excel、PNG、JPG，最多 5 个。",
        render_kw={"accept": ACCEPT},
    )

    def told(self):
        """What was said, by name."""
        return {name: self[name].data or "" for name in ("who", "unit", "when", "channel", "asked", "text")}

    def uploads(self):
        """(filename, bytes) of the files that were sent."""
        sent = [one for one in self.evidence.data or () if getattr(one, "filename", "")]
        return [(one.filename, one.read()) for one in sent]


def investigator_form(people, present=None):
    """Who looks into the report."""

    class InvestigatorForm(FlaskForm):
        """One of the people who stand apart."""

        investigator = fields.SelectField(
            "核查人",
            [AnyOf([str(one.id) for one in people], "请在名单中选择核查人。")],
            choices=[SelectChoice(str(one.id), one.display_name) for one in people],
            default=str(present) if present else None,
            validate_choice=False,
        )

    return InvestigatorForm(formdata=None) if present == "blank" else InvestigatorForm()


class ConclusionForm(FlaskForm):
    """What was found."""

    action = fields.RadioField(
        "核查结果",
        [AnyOf(["settle", "dismiss"], "请选择核查结果。")],
        choices=[SelectChoice("settle", "已处置"), SelectChoice("dismiss", "查无实据")],
        validate_choice=False,
    )
    outcome = text("核查情况和理由", required="请写明核查情况和理由。")


class ConcludingReferralForm(ReferralForm):
    """Open a case in the integrity register from a report, which is concluded with it."""

    outcome = text("核查情况和理由", required="请写明核查情况和理由。")


class PurposeForm(FlaskForm):
    """Why the reporter's identity is looked at."""

    purpose = line("查看用途", 100, "请写明查看用途，将记入日志。")
