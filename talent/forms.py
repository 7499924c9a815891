"""Forms of a profile in short parts, of the import and of small questions: shape only."""

import re
import unicodedata

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import fields
from wtforms.form import Form
from wtforms.validators import DataRequired, Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget, TextInput

from core import clock
from talent import consents
from talent.rules import KEYWORDS, WORKS_PER_TYPE
from talent.states import INDUSTRIES, POOLS, REGIONS, RELATIONS, ExpertKind, WorkType

_SPLIT = re.compile(r"[、，,;；\n]+")
_MAIL = re.compile(r"[^@\s<>\"',;]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_PHONE = re.compile(r"[\d+()（）\- ]{5,30}")


def clean(text):
    """Text without control characters and outer blanks, line ends unified."""
    text = (text or "").replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs")).strip()


def _most(number):
    return Length(max=number, message=f"最多 {number} 个字，请精简。")


def _text(label, most, required="", **more):
    checks = [DataRequired(required)] if required else []
    return fields.StringField(label, [*checks, _most(most)], filters=[clean], **more)


def _long(label, most, required="", **more):
    checks = [DataRequired(required)] if required else []
    return fields.TextAreaField(label, [*checks, _most(most)], filters=[clean], **more)


def _choices(states, empty=None):
    pairs = [(one.value, one.label) if hasattr(one, "label") else (one, one) for one in states]
    return [fields.SelectChoice(*pair) for pair in ([("", empty)] if empty else []) + pairs]


def _select(label, states, empty=None, checks=(), **more):
    return OneField(label, list(checks), choices=_choices(states, empty), **more)


class OneField(fields.SelectField):
    """One of a vocabulary; nothing sent counts as nothing chosen, an unknown one is refused in Chinese."""

    def pre_validate(self, form):
        """Only values of the vocabulary."""
        self.data = self.data or ""
        if self.data not in {value for value, *_ in self.iter_choices()}:
            raise ValidationError("请在列表中选择一项。")


class ChecksField(fields.SelectMultipleField):
    """Several of a vocabulary as check boxes; an unknown one is refused in Chinese."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def pre_validate(self, form):
        """Only values of the vocabulary."""
        allowed = {value for value, *_ in self.iter_choices()}
        if not set(self.data or []) <= allowed:
            raise ValidationError("所选内容不在可选范围内，请重新选择。")


class WordsField(fields.Field):
    """Words in one line, separated by 、 or commas; the data are a list."""

    widget = TextInput()

    def __init__(self, label, most, **more):
        super().__init__(label, [self._check], **more)
        self.most = most

    def _value(self):
        return "、".join(self.data or [])

    def process_formdata(self, valuelist):
        """Split what was typed."""
        parts = _SPLIT.split(clean(valuelist[0])) if valuelist else []
        self.data = list(dict.fromkeys(part.strip() for part in parts if part.strip()))

    def _check(self, _form, field):
        if len(field.data or []) > self.most or any(len(word) > 30 for word in field.data or []):
            raise ValidationError(f"最多 {self.most} 个，每个不超过 30 个字，用顿号分开。")


class WholeField(fields.IntegerField):
    """A whole number between two bounds, with a sentence of our own; nothing typed is None."""

    def __init__(self, label, least, most, sentence, **more):
        super().__init__(label, [], **more)
        self.least, self.most, self.sentence = least, most, sentence

    def process_formdata(self, valuelist):
        """Take what was typed."""
        typed = clean(valuelist[0]) if valuelist else ""
        self.data = None
        if typed:
            number = int(typed) if re.fullmatch(r"[0-9]{1,6}", typed) else -1
            if not self.least <= number <= self.most():
                raise ValueError(self.sentence.format(self.least, self.most()))
            self.data = number


def _year(label, **more):
    sentence = "请填 {} 至 {} 之间的四位年份。"
    return WholeField(label, 1950, lambda: clock.today().year + 1, sentence, **more)


class PartForm(FlaskForm):
    """Base of the parts: remembers the version the form was opened with."""

    class Meta(FlaskForm.Meta):
        locales = ("zh_CN", "zh")

    version = fields.HiddenField()

    @property
    def opened_version(self):
        """The version as a number, or None."""
        return int(self.version.data) if re.fullmatch(r"[0-9]{1,9}", self.version.data or "") else None

    def shown(self):
        """Visible fields in order."""
        return [one for one in self if one.name not in ("csrf_token", "version")]

    def values(self):
        """Name -> value of the visible fields."""
        return {one.name: one.data for one in self.shown()}


class BasicForm(PartForm):
    """基本信息."""

    name = _text("姓名", 40, "请填写姓名。")
    unit = _text(
        "工作单位", 120, "请填写工作单位全称。", description="填写全称；外地单位写到学校、院所或公司。"
    )
    title = _text("职称", 40, description="例如教授、研究员、高级工程师。")
    position = _text("职务", 60)
    kind = _select("专家类别", ExpertKind, default=ExpertKind.TECHNICAL.value)
    region = _select("所在地区", REGIONS, "请选择")
    relation = _select("与朔州关系", RELATIONS, default="无")
    pools = ChecksField("人才池", choices=_choices(POOLS))
    industries = ChecksField(
        "产业领域", [DataRequired("请至少选择一个产业领域。")], choices=_choices(INDUSTRIES)
    )

    def values(self):
        """The kind as its state."""
        return super().values() | {"kind": ExpertKind(self.kind.data)}


class DirectionForm(PartForm):
    """研究方向与关键词."""

    direction = _long(
        "研究方向",
        4000,
        "请用一两句话写清研究方向。",
        description="写清研究什么、能解决什么问题，推荐时会与榜单的难点和指标比对。",
    )
    keywords = fields.FieldList(
        fields.StringField("关键词", [_most(30)], filters=[clean]),
        "关键词",
        min_entries=KEYWORDS,
        max_entries=KEYWORDS,
        description=f"按熟悉程度从高到低，最多 {KEYWORDS} 个，每格一个。",
    )

    def validate_keywords(self, field):
        """At least one."""
        if not any(one.data for one in field.entries):
            raise ValidationError("请至少填写一个关键词。")

    def values(self):
        """Keywords in order, without blanks and repetitions."""
        words = [one.data for one in self.keywords.entries if one.data]
        return {"direction": self.direction.data, "keywords": list(dict.fromkeys(words))}


class WorkRow(Form):
    """One work; a row without title and abstract is left out."""

    type = _select("类型", WorkType, "请选择")
    title = _text("题目", 200)
    year = _year("年份")
    role = _text("本人角色", 40, description="例如第一作者、负责人。")
    abstract = _long("摘要", 4000, description="写清方法和效果。")
    keywords = WordsField("关键词", 10, description="用顿号分开。")
    co_authors = WordsField("合作者", 30, description="姓名用顿号分开，用于回避核查。")

    def is_blank(self):
        """Nothing was typed."""
        return not (self.title.data or self.abstract.data or self.year.data or self.co_authors.data)

    def validate_title(self, field):
        """A row that is not blank has a title."""
        if not self.is_blank() and not field.data:
            raise ValidationError("请填写题目，或清空此行。")

    def validate_type(self, field):
        """A row that is not blank has a type."""
        if not self.is_blank() and not field.data:
            raise ValidationError("请选择类型。")


class WorksForm(PartForm):
    """代表成果."""

    works = fields.FieldList(
        fields.FormField(WorkRow),
        "代表成果",
        min_entries=1,
        max_entries=len(WorkType) * WORKS_PER_TYPE,
        description=f"论文、专利、项目、奖项、标准每类最多 {WORKS_PER_TYPE} 项。把一行清空即为删去。",
    )

    def rows(self):
        """Values of the rows that are filled in."""
        return [
            one.form.data | {"type": WorkType(one.form.type.data)}
            for one in self.works.entries
            if not one.form.is_blank()
        ]

    def validate_works(self, field):
        """At most five of a type."""
        types = [one.form.type.data for one in field.entries if not one.form.is_blank()]
        over = [kind.label for kind in WorkType if types.count(kind.value) > WORKS_PER_TYPE]
        if over:
            raise ValidationError(f"每类最多 {WORKS_PER_TYPE} 项，超出的类型：{'、'.join(over)}。")


class PostRow(Form):
    """One post; a row without a unit is left out."""

    unit = _text("单位", 120)
    year_from = _year("起始年份")
    year_to = _year("结束年份", description="现在仍任职的留空。")

    def validate_unit(self, field):
        """Years need a unit."""
        if not field.data and (self.year_from.data or self.year_to.data):
            raise ValidationError("请填写单位，或清空此行。")

    def validate_year_to(self, field):
        """Not before it began."""
        if field.data and self.year_from.data and field.data < self.year_from.data:
            raise ValidationError("结束年份不能早于起始年份。")


class PostsForm(PartForm):
    """任职经历."""

    posts = fields.FieldList(
        fields.FormField(PostRow),
        "任职经历",
        min_entries=1,
        max_entries=12,
        description="含兼职。用于回避核查，不影响推荐排序。",
    )

    def rows(self):
        """Values of the rows that are filled in."""
        return [one.form.data for one in self.posts.entries if one.form.unit.data]


class ConsentForm(PartForm):
    """联系方式与同意."""

    email = _text("邮箱", 120)
    phone = _text("手机或电话", 30)
    consents_recommendation = fields.BooleanField(consents.TEXTS["recommendation"])
    review_willing = fields.BooleanField(consents.TEXTS["review"])
    review_cap = WholeField("每年最多评审次数", 0, lambda: 50, "请填写 {} 至 {} 之间的整数。", default=10)

    def validate_email(self, field):
        """Shaped like a mail address."""
        if field.data and not _MAIL.fullmatch(field.data):
            raise ValidationError("邮箱格式不对，例如 name@example.com。")

    def validate_phone(self, field):
        """Digits and separators."""
        if field.data and not _PHONE.fullmatch(field.data):
            raise ValidationError("电话只能含数字、空格、括号和短横线。")

    def validate_review_cap(self, field):
        """Not left empty."""
        if field.data is None and not field.process_errors:
            raise ValidationError("请填写 0 至 50 之间的整数。")


class ImportForm(FlaskForm):
    """The file and how to take it."""

    file = FileField("Excel 文件", description="xlsx 格式，每张表最多 5,000 行。")
    dry_run = fields.BooleanField("只检查，不写入", default=True)
    all_or_none = fields.BooleanField("只要有一行不合格就整份不导入")
    admits = fields.BooleanField("资料齐全的直接入库（不勾选则保存为草稿）", default=True)


class LookForm(FlaskForm):
    """Why somebody looks at contact data."""

    purpose = _text("查看用途", 120, "请写明查看用途，将记入日志。")


class ReasonForm(FlaskForm):
    """The reason of a step."""

    reason = _long("理由或说明", 500, "请填写理由或说明。")


class PlainForm(FlaskForm):
    """A step that asks nothing."""
