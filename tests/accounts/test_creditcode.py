"""统一社会信用代码: published examples, single slips, normalisation."""

import pytest

from accounts import creditcode
from tests import world


@pytest.mark.parametrize("code", ["91350100M000100Y43", "91999999MADEM1073J", "91999999MADEM12174"])
def test_valid_codes(code):
    assert creditcode.fault(code) is None


def test_every_single_slip_is_noticed():
    code = world.credit_code(7)
    for place in range(18):
        for character in creditcode.ALPHABET:
            slipped = code[:place] + character + code[place + 1 :]
            assert (creditcode.fault(slipped) is None) == (slipped == code)


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("", "统一社会信用代码应为 18 位，您填写了 0 位。"),
        ("9135010", "统一社会信用代码应为 18 位，您填写了 7 位。"),
        (
            "9135010OM000100Y43",
            "统一社会信用代码中不应出现“O”（不使用字母 I、O、S、V、Z），请对照营业执照核对。",
        ),
        (
            "91A50100M000100Y43",
            "统一社会信用代码第 3 至 8 位应为数字（登记机关行政区划码），请对照营业执照核对。",
        ),
        ("91350100M000100Y44", "统一社会信用代码的校验位不符，可能有一位填错，请对照营业执照核对。"),
    ],
)
def test_faults_say_what_to_do(code, sentence):
    assert creditcode.fault(code) == sentence


def test_typed_codes_are_normalised():
    assert creditcode.normalised(" ９１350100-m000 100y43\t") == "91350100M000100Y43"
