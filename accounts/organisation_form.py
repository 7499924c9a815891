"""The form of 单位资料."""

import re

from flask_wtf import FlaskForm
from wtforms import fields
from wtforms.validators import Length, Optional, ValidationError

from accounts import creditcode, maildomains, shareholding
from accounts.forms import choices, filled, stripped
from accounts.states import COUNTIES, INDUSTRIES, OUTSIDE, Nature
from core.spelling import same

DOMAIN = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")


class OrganisationForm(FlaskForm):
    """单位资料; `opened` carries what the form was opened with, see accounts/conflict.py."""

    opened = fields.HiddenField()
    name = fields.StringField(
        "单位名称", filled("请填写单位名称。", 120), filters=[stripped], description="与证照一致。"
    )
    renaming = fields.RadioField(
        "改动名称的原因",
        choices=choices(
            [("renamed", "单位更名（原名称留作曾用名）"), ("misspelt", "更正错字（原名称不保留）")]
        ),
        validate_choice=False,
        description="只在改动名称时选择。查重和回避核查会用到曾用名。",
    )
    former_name = fields.HiddenField()
    confirmed = fields.BooleanField("我已核对，确认使用这个名称。")
    nature = fields.SelectField("单位性质", choices=choices([(one.value, one.label) for one in Nature]))
    county = fields.SelectField("所在地", choices=choices([(one, one) for one in (*COUNTIES, OUTSIDE)]))
    industry = fields.SelectField(
        "产业领域", choices=choices([(one, one) for one in INDUSTRIES], "不选"), default=""
    )
    parent_code = fields.StringField(
        "上级单位的统一社会信用代码",
        [Optional()],
        filters=[creditcode.normalised],
        description="填写已登记的上级或控股单位；没有的留空。",
    )
    legal_person = fields.StringField(
        "法定代表人",
        [Length(max=40, message="最多 40 个字。")],
        filters=[stripped],
        description="与证照一致。",
    )
    shareholders = fields.TextAreaField(
        "股东及持股比例",
        [Length(max=2000, message="最多 2000 个字。")],
        filters=[stripped],
        description="每行一个，写“名称或姓名 比例”，例如“某集团有限公司 60%”。已登记的单位按名称自动对应。",
    )
    mail_domain = fields.StringField(
        "单位邮箱域名",
        [Length(max=80, message="最多 80 个字符。")],
        filters=[lambda text: stripped(text).casefold().removeprefix("@")],
        description="例如 example.edu.cn；没有单位邮箱的留空，公共邮箱不算。",
    )
    reason = fields.TextAreaField(
        "变更依据", filled("请写明变更依据，例如变更登记通知书文号。", 500), filters=[stripped]
    )

    def validate_parent_code(self, field):
        """GB 32100-2015."""
        sentence = creditcode.fault(field.data) if field.data else None
        if sentence:
            raise ValidationError(sentence)

    def validate_shareholders(self, field):
        """Each line a name and a share; together not more than the whole."""
        try:
            held = shareholding.read(field.data)
        except ValueError as fault:
            raise ValidationError(str(fault)) from None
        if sum(percent for _, percent in held) > 100.01:
            raise ValidationError("各股东持股比例合计超过 100%，请核对。")

    def validate_mail_domain(self, field):
        """A domain of its own."""
        if field.data and not DOMAIN.fullmatch(field.data):
            raise ValidationError("域名格式不对，例如 example.edu.cn。")
        if field.data in maildomains.public():
            raise ValidationError("这是公共邮箱的域名，不能作为单位域名，请留空或更正。")

    @property
    def says_why_renamed(self):
        """Whether the name is a new one or was misspelt."""
        return self.renaming.data in ("renamed", "misspelt")

    def confirms_former_name(self):
        """Whether the officer has confirmed this very name, which another organisation once had; asks if not."""
        confirmed = self.confirmed.data and same(self.former_name.data, self.name.data)
        if not confirmed:
            self.former_name.data, self.confirmed.data = self.name.data, False
            self.confirmed.errors = ["这个名称是其他单位的曾用名，请核对后勾选确认，或改用别的名称。"]
        return confirmed

    def facts(self, parent):
        """What `actions.organisations.change_organisation` asks for."""
        return {
            "name": self.name.data,
            "nature": Nature(self.nature.data),
            "county": "" if self.county.data == OUTSIDE else self.county.data,
            "industry": self.industry.data,
            "parent_id": parent.id if parent else None,
            "legal_person": self.legal_person.data,
            "mail_domain": self.mail_domain.data,
            "shareholders": shareholding.read(self.shareholders.data),
        }


class CorrectionForm(OrganisationForm):
    """更正申请: the same fields, filled in by the organisation itself; how a new name is kept is the officer's word."""

    opened = renaming = former_name = confirmed = None
    reason = fields.TextAreaField(
        "更正的依据",
        filled("请写明依据，例如变更登记的时间和文号。", 500),
        filters=[stripped],
        description="曾用名有遗漏或有误的，也写在这里。",
    )

    def wanted(self):
        """The fields as `accounts.conflict.stored` spells them."""
        names = ("name", "nature", "county", "industry", "parent_code", "legal_person", "mail_domain")
        held = shareholding.said(shareholding.read(self.shareholders.data))
        return {name: self[name].data for name in names} | {"shareholders": held}
