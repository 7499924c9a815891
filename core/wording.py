"""What forms answer where the library and not the form chooses the words: Chinese, for every form there is."""

from wtforms import i18n
from wtforms.meta import DefaultMeta

# The library's own Chinese lacks these.
LACKING = {
    "'%(value)s' is not a valid choice for this field.": "“%(value)s”不是有效的选择。",
    "Date must be at least %(min)s.": "日期不能早于 %(min)s。",
    "Date must be at most %(max)s.": "日期不能晚于 %(max)s。",
    "Date must be between %(min)s and %(max)s.": "日期应在 %(min)s 至 %(max)s 之间。",
    "Not a valid week value.": "不是有效的周。",
    "This field cannot be edited.": "此项不能修改。",
    "This field is disabled and cannot have a value.": "此项不能填写。",
    "File does not have an approved extension.": "文件格式不在允许之列。",
    "File does not have an approved extension: {extensions}": "文件格式应为：{extensions}。",
}


class Wording:
    """The two functions by which fields and validators ask for a sentence."""

    def __init__(self):
        self._known = i18n.get_translations(["zh"])

    def gettext(self, sentence):
        """The Chinese sentence."""
        return LACKING.get(sentence) or self._known.gettext(sentence)

    def ngettext(self, one, many, n):
        """The Chinese sentence; Chinese has no plural."""
        return LACKING.get(one) or self._known.ngettext(one, many, n)


def register(_app):
    """Teach the base of all forms and rows: one that forgot its language would answer in English."""
    wording = Wording()
    DefaultMeta.get_translations = lambda _meta, _form: wording
