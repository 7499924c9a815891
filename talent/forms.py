"""Forms of a profile in short parts, of the import and of small questions: shape only."""

import re

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import fields
from wtforms.form import Form
from wtforms.validators import DataRequired, ValidationError

from talent import consents
from talent.fields import (
    ChecksField,
    OneField,
    WholeField,
    WordsField,
    choices,
    clean,
    long_field,
    most,
    one_of_field,
    text_field,
    year_field,
)
from talent.rules import DECLARABLE, KEYWORDS, MOST_RELATIONS, POSTS, WORKS_PER_TYPE
from talent.states import INDUSTRIES, POOLS, REGIONS, RELATIONS, ExpertKind, WorkType

_MAIL = re.compile(r"[^@\s<>\"',;]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_PHONE = re.compile(r"[\d+()（）\- ]{5,30}")


class PartForm(FlaskForm):
    """Base of the parts: remembers the version the form was opened with."""

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

    name = text_field("姓名", 40, "请填写姓名。")
    unit = text_field(
        "工作单位", 120, "请填写工作单位全称。", description="填写全称；外地单位写到学校、院所或公司。"
    )
    title = text_field("职称", 40, description="例如教授、研究员、高级工程师。")
    position = text_field("职务", 60)
    kind = one_of_field("专家类别", ExpertKind, default=ExpertKind.TECHNICAL.value)
    region = one_of_field("所在地区", REGIONS, "请选择")
    city = text_field("所在城市", 40, description="所在地区为外地的填写，例如太原市。")
    relation = one_of_field("与朔州关系", RELATIONS, default="无")
    pools = ChecksField("人才池", choices=choices(POOLS))
    industries = ChecksField(
        "产业领域", [DataRequired("请至少选择一个产业领域。")], choices=choices(INDUSTRIES)
    )

    def values(self):
        """The kind as its state."""
        return super().values() | {"kind": ExpertKind(self.kind.data)}


class DirectionForm(PartForm):
    """研究方向与关键词."""

    direction = long_field(
        "研究方向",
        4000,
        "请用一两句话写清研究方向。",
        description="写清研究什么、能解决什么问题，推荐时会与榜单的难点和指标比对。",
    )
    keywords = fields.FieldList(
        fields.StringField("关键词", [most(30)], filters=[clean]),
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

    type = one_of_field("类型", WorkType, "请选择")
    title = text_field("题目", 200)
    year = year_field("年份")
    role = text_field("本人角色", 40, description="例如第一作者、负责人。")
    abstract = long_field("摘要", 4000, description="写清方法和效果。")
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

    unit = text_field("单位", 120)
    year_from = year_field("起始年份")
    year_to = year_field("结束年份", description="现在仍任职的留空。")

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
        max_entries=POSTS,
        description="含兼职。用于回避核查，不影响推荐排序。",
    )

    def rows(self):
        """Values of the rows that are filled in."""
        return [one.form.data for one in self.posts.entries if one.form.unit.data]


class RelationRow(Form):
    """One relation; a row without kind, name and unit is left out."""

    kind = OneField(
        "关系",
        choices=[fields.SelectChoice(*one) for one in (("", "请选择"), *DECLARABLE.items())],
        default="",
    )
    name = text_field("对方姓名", 40, description="担任顾问的可不填。")
    unit = text_field("对方单位", 120, description="亲属、师生填其工作单位；担任顾问填被顾问的单位。")
    year_from = year_field("起始年份")
    year_to = year_field("结束年份", description="仍在持续的留空。")

    def is_blank(self):
        """Nothing was typed."""
        return not (self.kind.data or self.name.data or self.unit.data)

    def validate_kind(self, field):
        """A row that is not blank has a kind."""
        if not self.is_blank() and not field.data:
            raise ValidationError("请选择关系，或清空此行。")

    def validate_name(self, field):
        """Relatives, teachers and students have a name."""
        if self.kind.data and self.kind.data != "adviser" and not field.data:
            raise ValidationError("请填写对方姓名。")

    def validate_unit(self, field):
        """What is advised has a name."""
        if self.kind.data == "adviser" and not field.data:
            raise ValidationError("请填写被顾问的单位。")

    def validate_year_to(self, field):
        """Not before it began."""
        if field.data and self.year_from.data and field.data < self.year_from.data:
            raise ValidationError("结束年份不能早于起始年份。")


class RelationsForm(PartForm):
    """关系申报."""

    relations = fields.FieldList(
        fields.FormField(RelationRow),
        "关系申报",
        min_entries=1,
        max_entries=MOST_RELATIONS,
        description="亲属、师生和顾问关系。只用于回避核查，只有本人和经办人可见。",
    )

    def rows(self):
        """Values of the rows that are filled in."""
        return [one.form.data for one in self.relations.entries if not one.form.is_blank()]


class ConsentForm(PartForm):
    """联系方式与同意."""

    email = text_field("邮箱", 120)
    phone = text_field("手机或电话", 30)
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

    purpose = text_field("查看用途", 120, "请写明查看用途，将记入日志。")


class ReasonForm(FlaskForm):
    """The reason of a step."""

    reason = long_field("理由或说明", 500, "请填写理由或说明。")


class PlainForm(FlaskForm):
    """A step that asks nothing."""
