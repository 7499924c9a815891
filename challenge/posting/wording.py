"""Words that make a demand vague or closed: what the demand check looks for in texts."""

import re

_SENTENCE = re.compile(r"[。；;！？!?\n]+")
_CLAUSE = re.compile(r"[。；;！？!?\n，,]+")
_VAGUE = re.compile(
    r"国际领先|国内领先|世界领先|行业领先|国际先进|国内先进|先进|领先|一流|显著(?:提高|提升|降低|改善)|"
    r"大幅(?:提高|提升|降低|改善)?|明显(?:提高|提升|降低|改善)|尽可能|尽量|较高|较低|较好|优异|良好|高性能"
)
_CLOSED = re.compile(
    r"唯一(?:供应|来源|一家|厂)|原厂|独家|指定(?:品牌|厂家|厂商|型号|单位)|[^\s，。；]{2,8}牌(?!照|号|坊)"
)
_OPENED_UP = re.compile(r"不限|不设|不得|不要求|不作|无需|均可|或相当|或同等")
_THRESHOLDS = {
    "年龄": re.compile(r"年龄|\d{2}\s*周?岁"),
    "学历": re.compile(r"博士|硕士|本科|研究生学历|学历|学位"),
    "职称": re.compile(r"职称|正高|副高|高级工程师|教授|研究员"),
    "注册时间": re.compile(
        r"(?:注册|成立)(?:时间|年限|满|不少于|须|应|\s*\d+\s*年)|注册资[本金]|(?:注册|成立)\S{0,6}以前"
    ),
}


def vague(text):
    """The first vague word in a sentence that names no number, or ''."""
    for sentence in _SENTENCE.split(text):
        found = _VAGUE.search(sentence)
        if found and not re.search(r"\d", sentence):
            return found[0]
    return ""


def closed(text):
    """The first wording that fits one firm only, or ''."""
    for clause in _CLAUSE.split(text):
        found = _CLOSED.search(clause)
        if found and not _OPENED_UP.search(clause):
            return found[0]
    return ""


def thresholds(text):
    """Kinds of thresholds for bidders that the text sets: 年龄, 学历, 职称, 注册时间."""
    clauses = [clause for clause in _CLAUSE.split(text) if not _OPENED_UP.search(clause)]
    return [kind for kind, pattern in _THRESHOLDS.items() if any(pattern.search(one) for one in clauses)]
