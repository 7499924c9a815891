"""统一社会信用代码 by GB 32100-2015: 18 characters, the last one a check digit."""

import unicodedata

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
LENGTH = 18


def normalised(text):
    """The code as it is stored: half width, upper case, without spaces and dashes."""
    plain = unicodedata.normalize("NFKC", text or "").upper()
    return "".join(character for character in plain if character not in " -\t\r\n")


def check_digit(body):
    """The 18th character that belongs to the first 17 (GB 32100-2015, 附录 A)."""
    total = sum(ALPHABET.index(character) * weight for character, weight in zip(body, WEIGHTS, strict=True))
    return ALPHABET[-total % 31]


def fault(code):
    """What is wrong with a normalised code, as a sentence; None when it is well formed."""
    if len(code) != LENGTH:
        return f"统一社会信用代码应为 18 位，您填写了 {len(code)} 位。"
    strange = [character for character in code if character not in ALPHABET]
    if strange:
        return f"统一社会信用代码中不应出现“{strange[0]}”（不使用字母 I、O、S、V、Z），请对照营业执照核对。"
    if not code[2:8].isdigit():
        return "统一社会信用代码第 3 至 8 位应为数字（登记机关行政区划码），请对照营业执照核对。"
    if check_digit(code[:17]) != code[17]:
        return "统一社会信用代码的校验位不符，可能有一位填错，请对照营业执照核对。"
    return None
