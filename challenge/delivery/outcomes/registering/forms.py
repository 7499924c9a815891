"""Shapes of the forms of registrations, and of the form of an official figure."""

from wtforms import fields, validators

from accounts import creditcode
from accounts.states import INDUSTRIES
from challenge.delivery.outcomes import states as words
from challenge.posting.forms.fields import Asked, Base, Choice, Day, Line, Needed, Paragraphs, Wan, Whole
from core import clock

SAME = "买方和卖方是同一单位，不属于技术合同，请核对。"
_PLACE = "按行政区划写到县区，例如山西省朔州市朔城区；境外的写国家或者地区。"
_SUMS = "按任务书中发榜方出资与财政资金之和预填，自筹不计入，请按合同文本核对。"
_TECHNICAL = "成交金额中扣除设备、材料等非技术性费用后的部分，不大于成交金额。"


def _code(form, field):
    """As on the licence, however it was typed; the check digit must hold."""
    if field.data:
        field.data = creditcode.normalised(field.data)
        sentence = creditcode.fault(field.data)
        if sentence:
            raise validators.ValidationError(sentence)


class Seen(Base):
    """A form about a row that was read in some version."""

    seen = fields.HiddenField()

    def seen_version(self):
        """Number of the row's version that was shown, or None."""
        digits = self.seen.data or ""
        return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 10 else None

    def values(self):
        """Values to keep, by the name of the column."""
        return {one.name: one.data for one in self if one.name not in ("csrf_token", "seen", *self.ASIDE)}

    ASIDE: tuple = ()


class TechContractForm(Seen):
    """技术合同登记表, in its order."""

    title = Line("合同名称", 200, [Asked()])
    category = Choice("合同类别", words.CATEGORIES, [Asked()])
    buyer = Line("买方（委托方）名称", 120, [Asked()])
    buyer_code = Line("买方统一社会信用代码", 40, [Asked(), _code])
    buyer_kind = Choice("买方性质", words.LEGAL_KINDS, [Asked()])
    buyer_place = Line("买方所在地", 60, [Asked()], description=_PLACE)
    seller = Line("卖方（受托方）名称", 120, [Asked()])
    seller_code = Line("卖方统一社会信用代码", 40, [Asked(), _code])
    seller_kind = Choice("卖方性质", words.LEGAL_KINDS, [Asked()])
    seller_place = Line("卖方所在地", 60, [Asked()], description=_PLACE)
    field = Choice("技术领域", words.FIELDS, [Asked()])
    goal = Choice("社会经济目标", words.GOALS, [Asked()], description="按 GB/T 24450 选择最主要的一项。")
    total_fen = Wan("合同成交金额", [Asked()], description=_SUMS)
    technical_fen = Wan("技术交易额", [Asked()], description=_TECHNICAL)
    payment = Choice("支付方式", words.PAYMENTS, [Asked()])
    signed_on = Day("签订日期", [Asked()], until_today=True)
    starts_on = Day("有效期开始日期", [Asked()])
    ends_on = Day("有效期结束日期", [Asked()])
    rights = Choice("知识产权", words.RIGHTS, [Asked()])
    source = Choice("计划来源", words.SOURCES, [Asked()])
    note = Paragraphs("说明", 1000, description="需要核对人员知道的其他情况，可以留空。")

    def validate_technical_fen(self, field):
        """A part of the whole."""
        if not self.total_fen.errors and not field.errors and (field.data or 0) > (self.total_fen.data or 0):
            raise validators.ValidationError("技术交易额不能大于合同成交金额。")

    def validate_seller_code(self, field):
        """Nobody contracts with oneself."""
        if field.data and field.data == self.buyer_code.data:
            raise validators.ValidationError(SAME)

    def validate_ends_on(self, field):
        """After the beginning."""
        if field.data and self.starts_on.data and field.data <= self.starts_on.data:
            raise validators.ValidationError("结束日期须晚于开始日期。")


class AchievementForm(Seen):
    """科技成果登记表, in its order."""

    title = Line("成果名称", 200, [Asked()])
    units = Paragraphs("完成单位", 1000, [Asked()], description="一行一个，按贡献排序。")
    people = Paragraphs("完成人", 1000, [Asked()], description="一行一人，按贡献排序；请先征得本人同意。")
    kind = Choice("成果类别", words.KINDS, [Asked()])
    industry = Choice("产业领域", INDUSTRIES, [Asked()])
    rights = Paragraphs(
        "知识产权情况", 2000, [Asked()], description="一行一项：类型、名称、号码；没有的写“未形成知识产权”。"
    )
    evaluation = Choice("评价方式", words.EVALUATIONS, [Asked()])
    evaluated_on = Day("评价日期", [Asked()], until_today=True)
    maturity = Choice("应用状态", words.MATURITIES, [Asked()])
    summary = Paragraphs(
        "成果简介", 4000, [Asked()], description="解决了什么问题、主要技术内容和达到的指标。"
    )
    prospects = Paragraphs("推广前景", 2000, [Asked()], description="可用于哪些场景、预期效益、需要的条件。")


class RegisterForm(Base):
    """What the registry has given."""

    number = Line(
        "登记编号", 40, [Needed("请填写登记编号。")], description="登记机构给出的编号，技术合同为十六位数字。"
    )
    registered_on = Day("登记日期", [Needed("请填写登记日期，例如 2026-12-01。")], until_today=True)


class Correction(Seen):
    """Why what was registered is changed."""

    ASIDE = ("reason",)
    reason = Paragraphs("更正理由", 1000, [Needed("请写明更正理由，将连同更正前后的内容记入日志。")])


class CorrectContractForm(TechContractForm, Correction):
    """The registered contract, put right; the objective in the words of the registry, whatever our list says."""

    goal = Line("社会经济目标", 40, [Asked()], description="与登记系统中的名称不一致的，按登记系统填写。")


class CorrectResultForm(AchievementForm, Correction):
    """The registered result, put right."""


class TurnoverForm(Base):
    """The turnover of the city in a year, and where it is from."""

    year = Whole("年度", 2000, 2100, [Needed("请填写年度，例如 2025。")])
    amount_fen = Wan("全市技术合同成交额", description="如全国技术合同管理与服务系统的年度统计数。")
    source = Line(
        "数据来源", 200, [Needed("请写明数据来源，例如“全国技术合同管理与服务系统，2026年1月导出”。")]
    )

    def validate_year(self, field):
        """Not a year that lies ahead."""
        if field.data and field.data > clock.today().year:
            raise validators.ValidationError("年度不能晚于今年。")

    def validate_amount_fen(self, field):
        """More than nothing."""
        if not field.errors and not field.data:
            raise validators.ValidationError("请填写金额，单位为万元。")
