"""Forms of the door: their shape, and sentences that say what to do."""

import re

from flask_wtf import FlaskForm
from wtforms import fields
from wtforms.validators import DataRequired, EqualTo, InputRequired, Length, Optional, ValidationError

from accounts import creditcode, passwords
from accounts.states import COUNTIES, INDUSTRIES, OUTSIDE, Nature, Role

USERNAME = re.compile(r"[a-z][a-z0-9_.-]{3,39}")
MAIL = re.compile(r"[^@\s<>\"',;]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


def choices(pairs, first=None):
    """Options of a select field."""
    empty = [fields.SelectChoice("", first)] if first else []
    return empty + [fields.SelectChoice(value, label) for value, label in pairs]


def stripped(text):
    """Filter of text fields."""
    return (text or "").strip()


def filled(sentence, longest):
    """Validators of a required text."""
    return [DataRequired(sentence), Length(max=longest, message=f"最多 {longest} 个字。")]


def _username(_form, field):
    field.data = stripped(field.data).lower()
    if not USERNAME.fullmatch(field.data):
        raise ValidationError("用户名为 4 至 40 位小写字母、数字、点或横线，以字母开头。")


def _mail(_form, field):
    if field.data and not MAIL.fullmatch(field.data):
        raise ValidationError("邮箱格式不对，例如 name@example.com。")


def mail_field(label="邮箱", **more):
    """An optional mail address."""
    return fields.StringField(
        label, [Length(max=120, message="邮箱过长。"), _mail], filters=[stripped], **more
    )


def phone_field():
    """An optional phone number."""
    return fields.TelField("电话", [Length(max=30, message="电话过长。")], filters=[stripped])


class SignInForm(FlaskForm):
    """登录."""

    username = fields.StringField("用户名", [DataRequired("请填写用户名。"), Length(max=120)])
    password = fields.PasswordField("密码", [InputRequired("请填写密码。")])


class CodeForm(FlaskForm):
    """动态验证码."""

    code = fields.StringField("验证码", [DataRequired("请填写验证码或恢复码。"), Length(max=40)])


class StepUpForm(FlaskForm):
    """再次验证."""

    secret = fields.PasswordField("密码或动态验证码", [InputRequired("请填写密码或 6 位动态验证码。")])


class NewPasswordForm(FlaskForm):
    """A new password, twice."""

    password = fields.PasswordField("新密码", [InputRequired("请填写新密码。")])
    again = fields.PasswordField(
        "再次输入新密码",
        [InputRequired("请再次输入新密码。"), EqualTo("password", "两次输入的密码不一致。")],
    )


class ChangePasswordForm(NewPasswordForm):
    """修改密码."""

    present = fields.PasswordField("当前密码", [InputRequired("请填写当前密码。")])


class RedeemForm(NewPasswordForm):
    """一次性重置码."""

    username = fields.StringField("用户名", [DataRequired("请填写用户名。"), Length(max=120)])
    code = fields.StringField("一次性重置码", [DataRequired("请填写一次性重置码。"), Length(max=40)])


class ForgottenForm(FlaskForm):
    """忘记密码."""

    username = fields.StringField("用户名", [DataRequired("请填写用户名。"), Length(max=120)])


class RegistrationForm(FlaskForm):
    """注册."""

    kind = fields.RadioField(
        "您的身份",
        [InputRequired("请选择身份。")],
        choices=choices(
            [("enterprise", "企业（提出需求，也可揭榜）"), ("researcher", "科研人员（揭榜攻关）")]
        ),
        validate_choice=True,
    )
    credit_code = fields.StringField(
        "统一社会信用代码",
        [DataRequired("请填写统一社会信用代码。")],
        description="18 位，见营业执照或法人证书。单位已登记的，您的申请由单位首个账号或我局审核。",
    )
    organisation_name = fields.StringField(
        "单位名称", filled("请填写单位名称。", 120), filters=[stripped], description="与证照一致。"
    )
    nature = fields.SelectField(
        "单位性质",
        [InputRequired("请选择单位性质。")],
        choices=choices([(one.value, one.label) for one in Nature], "请选择"),
    )
    county = fields.SelectField(
        "所在地",
        [InputRequired("请选择所在地。")],
        choices=choices([(one, one) for one in (*COUNTIES, OUTSIDE)], "请选择"),
    )
    industry = fields.SelectField(
        "产业领域",
        choices=choices([(one, one) for one in INDUSTRIES], "请选择"),
        default="",
        description="可以不选；提需求时自动带出。",
    )
    display_name = fields.StringField("您的姓名", filled("请填写您的姓名。", 40), filters=[stripped])
    email = mail_field(description="用于接收通知和找回密码，可以不填。")
    phone = phone_field()
    username = fields.StringField(
        "用户名",
        [DataRequired("请填写用户名。"), _username],
        description="4 至 40 位小写字母、数字、点或横线，以字母开头。",
    )
    password = fields.PasswordField("密码", [InputRequired("请填写密码。")])
    again = fields.PasswordField(
        "再次输入密码", [InputRequired("请再次输入密码。"), EqualTo("password", "两次输入的密码不一致。")]
    )
    consent = fields.BooleanField(
        "我已阅读并同意《个人信息处理告知书》", [InputRequired("请先阅读告知书并勾选同意。")]
    )

    def validate_credit_code(self, field):
        """GB 32100-2015."""
        field.data = creditcode.normalised(field.data)
        sentence = creditcode.fault(field.data)
        if sentence:
            raise ValidationError(sentence)

    def validate_password(self, field):
        """The policy in force."""
        own = (self.username.data, self.display_name.data, self.organisation_name.data, self.email.data)
        sentence = passwords.fault(field.data, own)
        if sentence:
            raise ValidationError(sentence)

    def facts(self):
        """What `actions.registering.register` asks for."""
        facts = {name: value for name, value in self.data.items() if name not in ("csrf_token", "again")}
        return facts | {"county": "" if facts["county"] == OUTSIDE else facts["county"]}


class ContactForm(FlaskForm):
    """联系方式."""

    email = mail_field()
    phone = phone_field()


class ReasonForm(FlaskForm):
    """A step that asks for a reason."""

    reason = fields.TextAreaField("理由或说明", filled("请填写理由或说明。", 500), filters=[stripped])


class PlainForm(FlaskForm):
    """A step that asks for nothing but the confirmation."""


class MailsAgainForm(FlaskForm):
    """How far back kept mails are sent again; older ones have mostly been settled without them."""

    days = fields.SelectField(
        "补发范围",
        choices=choices([(7, "近 7 天"), (30, "近 30 天"), (3650, "全部")]),
        coerce=int,
        default=30,
    )


class PersonForm(FlaskForm):
    """姓名与所属县区."""

    display_name = fields.StringField("姓名", filled("请填写姓名。", 40), filters=[stripped])
    county = fields.SelectField(
        "所属县区",
        choices=choices([(one, one) for one in COUNTIES], "不分县区"),
        description="县区推荐角色必填。",
    )


class NewUserForm(PersonForm):
    """新建账号."""

    username = fields.StringField("用户名", [DataRequired("请填写用户名。"), _username])
    credit_code = fields.StringField(
        "所在单位的统一社会信用代码",
        [Optional()],
        filters=[creditcode.normalised],
        description="单位须已通过审核；没有所在单位的留空。",
    )
    email = mail_field()


class RoleForm(FlaskForm):
    """授予或撤销角色."""

    role = fields.SelectField("角色", [InputRequired("请选择角色。")])

    def offer(self, roles):
        """The roles to choose from."""
        self.role.choices = choices([(one.value, one.label) for one in Role if one in roles], "请选择")
        return self
