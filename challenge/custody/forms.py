"""Forms of custody: a passphrase for oneself, and two custodians who enter theirs on one page."""

from flask_wtf import FlaskForm
from wtforms import PasswordField, SelectField
from wtforms.validators import EqualTo, InputRequired, ValidationError

NOBODY = ("", "请选择")
GONE = {"invalid_choice_message": "所选的人不能参与本榜单，请重新选择。"}


class EnrolForm(FlaskForm):
    """登记: the own passphrase, twice."""

    passphrase = PasswordField("保管口令", [InputRequired("请填写保管口令。")])
    again = PasswordField(
        "再次输入保管口令",
        [InputRequired("请再次输入保管口令。"), EqualTo("passphrase", "两次输入的口令不一致。")],
    )


class ChangeForm(EnrolForm):
    """更换保管口令."""

    present = PasswordField("当前保管口令", [InputRequired("请填写当前保管口令。")])


class RetireForm(FlaskForm):
    """退出: the password once more, on the page itself: a session left alone must not destroy a key."""

    secret = PasswordField("登录密码或动态验证码", [InputRequired("请填写登录密码或 6 位动态验证码。")])


class PairForm(FlaskForm):
    """Two custodians and their passphrases; what was typed as passphrase is never sent back."""

    first = SelectField("第一名保管人", [InputRequired("请选择第一名保管人。")], **GONE)
    first_passphrase = PasswordField("第一名保管人的保管口令", [InputRequired("请第一名保管人输入口令。")])
    second = SelectField("第二名保管人", [InputRequired("请选择第二名保管人。")], **GONE)
    second_passphrase = PasswordField("第二名保管人的保管口令", [InputRequired("请第二名保管人输入口令。")])

    def offer(self, custodians):
        """Let the reader choose among these; returns the form."""
        self.custodians = {str(one.id): one for one in custodians}
        choices = [NOBODY, *((key, _label(one)) for key, one in self.custodians.items())]
        self.first.choices = self.second.choices = choices
        return self

    def validate_second(self, field):
        """One person cannot stand in for two."""
        if field.data and field.data == self.first.data:
            raise ValidationError("两名保管人必须是不同的人。")

    def presented(self):
        """The two with what they typed."""
        return [
            (self.custodians[self.first.data], self.first_passphrase.data),
            (self.custodians[self.second.data], self.second_passphrase.data),
        ]

    def blame(self, faults, wrong=()):
        """Say at the fields what stood in the way; see custody.keys.NotUnlocked."""
        pairs = ((self.first, self.first_passphrase), (self.second, self.second_passphrase))
        for place, sentence in faults.items():
            if place is None:
                self.form_errors.append(sentence)
            else:
                pairs[place][place in wrong].errors = [sentence]


class AdmitForm(PairForm):
    """Two present custodians and who is to join them."""

    newcomer = SelectField("接纳的保管人", [InputRequired("请选择要接纳的保管人。")], **GONE)

    def offer_newcomers(self, custodians):
        """Let the reader choose who joins; returns the form."""
        self.newcomers = {str(one.id): one for one in custodians}
        self.newcomer.choices = [NOBODY, *((key, _label(one)) for key, one in self.newcomers.items())]
        return self


def _label(custodian):
    roles = "、".join(sorted(role.label for role in custodian.user.roles))
    return f"{custodian.user.display_name}（{roles}）"
