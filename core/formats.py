"""How money, time, sizes and contact data are written for people: Jinja filters and the parser for 万元."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from core import clock
from core.canonical import utc_text

FEN_PER_WAN = 1_000_000
MAX_WAN = 100_000_000  # 一万亿元: above any programme, far below a 64-bit integer
URGENT = timedelta(days=3)
NOTHING = "—"
ANEW = "恢复后另行公布"
ENDS = "。！？…"
WEEKDAYS = "一二三四五六日"

_AMOUNT = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?", re.ASCII)


def wan(fen: int | None) -> str:
    """Return 分 as `1,234.50 万元`: two decimals, more only where the amount would be wrong without them."""
    return NOTHING if fen is None else f"{wan_number(fen)} 万元"


def yuan(fen: int | None) -> str:
    """Return 分 as `10,010.00 元`: as vouchers are booked."""
    if fen is None:
        return NOTHING
    whole, rest = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}{whole:,}.{rest:02d} 元"


def wan_number(fen: int) -> str:
    """Return 分 as 万元 without the unit, e.g. for a form field."""
    whole, rest = divmod(abs(fen), FEN_PER_WAN)
    decimals = f"{rest:06d}".rstrip("0").ljust(2, "0")
    return f"{'-' if fen < 0 else ''}{whole:,}.{decimals}"


def parse_wan(text: str) -> int:
    """Return the 分 of an amount typed in 万元; ValueError carries a sentence for the field."""
    plain = unicodedata.normalize("NFKC", text or "").replace(" ", "").removesuffix("元").removesuffix("万")
    return _fen_of(plain, "万元", "120.5", 6)


def parse_yuan(text: str) -> int:
    """Return the 分 of an amount typed in 元; ValueError carries a sentence for the field."""
    plain = unicodedata.normalize("NFKC", text or "").replace(" ", "").removesuffix("元")
    return _fen_of(plain, "元", "10010.50", 2)


def _fen_of(plain, unit, example, decimals):
    if not plain:
        raise ValueError(f"请填写金额，单位为{unit}。")
    if plain.startswith("-"):
        raise ValueError("金额不能是负数。")
    match = _AMOUNT.fullmatch(plain)
    if not match:
        raise ValueError(f"请用数字填写金额，单位为{unit}，例如 {example}。")
    if len((match[2] or "").rstrip("0")) > decimals:
        raise ValueError(f"金额最多精确到分，即小数点后 {decimals} 位。")
    if (
        len(match[0]) > 30
        or (fen := Decimal(match[0].replace(",", "")) * 10**decimals) > MAX_WAN * FEN_PER_WAN
    ):
        raise ValueError(f"金额过大，请检查单位是否为{unit}。")
    return int(fen)


def date_zh(day: date | datetime | None) -> str:
    """Return `2026年11月22日`; an instant is read in 北京时间."""
    if day is None:
        return NOTHING
    local = clock.beijing(day) if isinstance(day, datetime) else day
    return f"{local.year}年{local.month}月{local.day}日"


def moment(instant: datetime | None) -> str:
    """Return `2026年11月22日（周日）17:30` in 北京时间."""
    if instant is None:
        return NOTHING
    local = clock.beijing(instant)
    return f"{date_zh(local.date())}（周{WEEKDAYS[local.weekday()]}）{local:%H:%M}"


def distance(instant: datetime, now: datetime | None = None) -> str:
    """Return `还剩 12 天 3 小时` or `已过 2 天`."""
    seconds = int((instant - (now or clock.now())).total_seconds() // 1)
    if instant > (now or clock.now()):
        return f"还剩 {_span(seconds, 2)}"
    return f"已过 {_span(-seconds, 1)}" if seconds <= -60 else "刚刚到时"


@dataclass(frozen=True)
class Countdown:
    """What a page shows beside a deadline; `iso` lets the browser keep the text fresh."""

    text: str
    at_text: str
    urgent: bool
    past: bool
    iso: str
    runs: bool = True


def countdown(deadline: datetime, now: datetime | None = None) -> Countdown:
    """Return the countdown to a deadline; the instant of the deadline itself is already past."""
    moment_now = now or clock.now()
    past = moment_now >= deadline
    urgent = not past and deadline - moment_now <= URGENT
    text, at = distance(deadline, moment_now), until(deadline)
    return Countdown(text, at, urgent, past, utc_text(deadline), runs=not past)


def time_left(deadline: datetime | None, stopped: datetime | None) -> Countdown | None:
    """Return the countdown; where its clock has been standing still since before the deadline, since when."""
    if deadline is None or stopped is None or stopped >= deadline:
        return None if deadline is None else countdown(deadline)
    return Countdown(ANEW, f"{moment(stopped)}起暂停", False, False, utc_text(stopped), runs=False)


def until(instant: datetime) -> str:
    """Return the end of a term as `moment`, midnight as 24:00 of the day before."""
    # A period that ends with a day ends at 24:00 of that day; nobody reads 00:00 of the next as its end.
    if clock.beijing(instant).time() == time(0, 0):
        return moment(instant - timedelta(minutes=1)).replace("23:59", "24:00")
    return moment(instant)


def bytes_zh(size: int) -> str:
    """Return a size as `512 字节`, `1.5 KB` or `20 MB`."""
    if size < 1024:
        return f"{size} 字节"
    amount, unit = size / 1024, "KB"
    for larger in ("MB", "GB"):
        if round(amount, 1) >= 1024:
            amount, unit = amount / 1024, larger
    return f"{amount:.1f}".removesuffix(".0") + f" {unit}"


def masked_phone(phone: str | None) -> str:
    """Return `138****5678`; short numbers keep two digits only."""
    if not phone:
        return NOTHING
    return (
        f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 11 else f"****{phone[-2:] if len(phone) > 4 else ''}"
    )


def masked_email(address: str | None) -> str:
    """Return `z***@example.com`."""
    if not address:
        return NOTHING
    name, at, host = address.rpartition("@")
    return f"{name[:1]}***@{host}" if at else "***"


def register(app) -> None:
    """Make everything above a filter of the templates, and `countdown` a function too."""
    filters = (
        wan,
        wan_number,
        yuan,
        date_zh,
        moment,
        until,
        distance,
        countdown,
        bytes_zh,
        masked_phone,
        masked_email,
    )
    app.jinja_env.filters.update({each.__name__: each for each in (*filters, lead_in)})
    app.jinja_env.globals.update(countdown=countdown)


def ended_sentence(text: str) -> str:
    """Return the text with a full stop, if it has none."""
    return text if not text or text.endswith(tuple(ENDS)) else f"{text}。"


def lead_in(label: str) -> str:
    """Return the name of a field as it stands before a sentence about it: `编号：`, whatever it ends with."""
    bare = label.rstrip("。：:")
    return bare if bare.endswith(tuple(ENDS)) else f"{bare}："


def span_zh(seconds: int) -> str:
    """Return how long to wait, in whole minutes and never too short: `15 分钟`, `1 小时`."""
    return _span(-(-seconds // 60) * 60, 2)


def _span(seconds: int, parts: int) -> str:
    days, rest = divmod(seconds, 86400)
    hours, rest = divmod(rest, 3600)
    units = [(days, "天"), (hours, "小时"), (rest // 60, "分钟")]
    while units and not units[0][0]:
        units.pop(0)
    return " ".join(f"{number} {unit}" for number, unit in units[:parts] if number) or "不到 1 分钟"
