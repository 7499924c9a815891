"""Turnover of technology contracts by year, against what the plan wants."""

import dataclasses

import sqlalchemy as sa

from challenge.delivery.outcomes.registering.models import CityTurnover, TechContract
from challenge.delivery.outcomes.states import R
from core import clock
from core.database import db

YI = 10_000_000_000  # 分 in one 亿元
PLAN = "朔政发〔2022〕15号"
# 技术合同交易总额 of 专栏 1: what it was, and what it is to be.
BASE_YEAR, BASE_FEN = 2020, 8_64 * YI // 100
GOAL_YEAR, GOAL_FEN = 2025, 17_28 * YI // 100


def yi(fen):
    """分 as 亿元, as the plan writes them."""
    return f"{fen / YI:.2f} 亿元"


@dataclasses.dataclass(frozen=True)
class Year:
    """One year: contracts registered here with their sums in 分, and what an official source states for the city."""

    year: int
    count: int
    total_fen: int
    technical_fen: int
    city_fen: int | None
    source: str

    @property
    def share(self):
        """City turnover in per cent of the goal, rounded down; None where nobody has entered it."""
        return None if self.city_fen is None else self.city_fen * 100 // GOAL_FEN


def by_year():
    """Every year with a figure, newest first, the running year always."""
    year = sa.extract("year", TechContract.registered_on)
    sums = (sa.func.count(), sa.func.sum(TechContract.total_fen), sa.func.sum(TechContract.technical_fen))
    rows = sa.select(year, *sums).where(TechContract.state == R.REGISTERED).group_by(year)
    mine = {
        int(one): (int(count), int(all_), int(part)) for one, count, all_, part in db.session.execute(rows)
    }
    city = {one.year: one for one in db.session.scalars(sa.select(CityTurnover).order_by(CityTurnover.id))}
    years = {clock.today().year, *mine, *city}
    return [_year(one, mine.get(one, (0, 0, 0)), city.get(one)) for one in sorted(years, reverse=True)]


def _year(year, sums, city):
    count, total, technical = sums
    stated = (city.amount_fen, city.source) if city else (None, "")
    return Year(year, count, total, technical, *stated)
