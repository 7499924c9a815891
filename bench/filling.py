"""The database that the pages are measured on: lists and profiles by the thousand, recombined from demo/data."""

import datetime as dt
import random
import re
from types import SimpleNamespace

import sqlalchemy as sa

from accounts.models import Organisation, RoleGrant, User
from accounts.states import COUNTIES, Nature, OrganisationState, Role, UserState
from challenge import rulepack
from challenge.posting.models import Challenge, ChallengeVersion, Indicator, Programme, Target
from challenge.posting.queries.lists import PUBLISHED
from challenge.states import INDUSTRIES, C, Comparator, G, Mode, TargetKind
from core import clock, fulltext
from core.database import db, transaction
from demo.world.demands import facts_of
from demo.world.texts import experts, read
from talent.changes import search_text
from talent.models import Profile, Work
from talent.states import P, WorkType

LISTS, PROFILES, WORKS_EACH = 10_000, 20_000, 3
UNITS, OFFICERS = 200, 8
# Shares of the states in percent: most lists of a bureau that has worked for years have a result.
SHARES = {
    C.ANNOUNCED: 74,
    C.CANCELLED: 7,
    C.OPEN: 6,
    C.DRAFT: 4,
    C.REJECTED: 4,
    C.POOLED: 1,
    C.REVIEWING: 1,
    C.NOTICED: 1,
    C.SUBMITTED: 1,
    C.OPENED: 1,
}
MIXED = ("background", "difficulty", "content", "scene")


class Texts:
    """Sentences of the demonstration texts, drawn anew for every row from a fixed seed."""

    def __init__(self):
        self.random = random.Random(2022)  # noqa: S311  (invented data, no secrets)
        self.lists = [facts_of(one) for one in read("challenges")]
        self.people = experts()
        self.works = [work for one in self.people for work in one["works"]]
        self.words = sorted({word for one in (*self.lists, *self.people) for word in one["keywords"]})
        self.sentences = {name: self._cut(one[name] for one in self.lists) for name in MIXED}
        self.directions = self._cut(one["direction"] for one in self.people)

    def _cut(self, texts):
        return [part for text in texts for part in re.findall("[^。；]+[。；]", text)]

    def text(self, sentences, number):
        """So many sentences."""
        return "".join(self.random.sample(sentences, number))

    def title(self):
        """The title of one list with a key word of another."""
        return f"面向{self.random.choice(self.words)}的{self.random.choice(self.lists)['title']}"[:60]

    def keywords(self):
        """Five key words."""
        return self.random.sample(self.words, 5)


def fill(texts):
    """Everything, in an empty database with its tables; returns the name of an officer's account."""
    with transaction():
        _people()
        _lists(texts)
        _profiles(texts)
    return "officer0"


def _insert(model, rows):
    for start in range(0, len(rows), 1000):
        db.session.execute(sa.insert(model), rows[start : start + 1000])


def _people():
    now = clock.now()
    unit = {"nature": Nature.ENTERPRISE, "state": OrganisationState.APPROVED, "created_at": now}
    units = [
        unit
        | {
            "id": n,
            "name": f"测试单位{n}",
            "credit_code": f"91999999MA{n:08d}",
            "county": COUNTIES[n % len(COUNTIES)],
        }
        for n in range(1, UNITS + 1)
    ]
    _insert(Organisation, units)
    person = {"state": UserState.ACTIVE, "password_hash": "-", "password_at": now, "created_at": now}
    names = [("officer", n) for n in range(OFFICERS)] + [("poster", n) for n in range(UNITS)]
    _insert(
        User,
        [
            person
            | {"id": place, "username": f"{kind}{n}", "display_name": f"{kind}{n}"}
            | {"organisation_id": n + 1 if kind == "poster" else None}
            for place, (kind, n) in enumerate(names, start=1)
        ],
    )
    roles = {"officer": Role.OFFICER, "poster": Role.ENTERPRISE}
    _insert(
        RoleGrant, [{"user_id": place, "role": roles[kind]} for place, (kind, _) in enumerate(names, start=1)]
    )
    pack = {"rules": rulepack.load(), "rules_version": rulepack.CURRENT, "mode": Mode.GOVERNMENT}
    years = range(now.year - 9, now.year + 1)
    _insert(
        Programme,
        [
            pack
            | {
                "id": n,
                "code": f"P{year}",
                "name": f"{year} 年批次",
                "year": year,
                "state": G.ACTIVE,
                "created_at": now,
            }
            for n, year in enumerate(years, start=1)
        ],
    )


def _dates(texts, state, now):
    if state not in PUBLISHED:
        return {"published_at": None, "deadline": None, "questions_until": None, "programme_id": None}
    if state is C.OPEN:
        deadline = now + dt.timedelta(hours=texts.random.randint(-48, 24 * 45))
    else:
        deadline = now - dt.timedelta(hours=texts.random.randint(24 * 3, 24 * 3000))
    published = deadline - dt.timedelta(days=45)
    until = deadline - dt.timedelta(days=7)
    dates = {"published_at": published, "deadline": deadline, "questions_until": until}
    return dates | {"programme_id": texts.random.randint(1, 10)}


def _list(texts, number, now):
    state = texts.random.choices(list(SHARES), SHARES.values())[0]
    base = {
        key: value
        for key, value in texts.random.choice(texts.lists).items()
        if key not in ("indicators", "targets")
    }
    unit = texts.random.randint(1, UNITS)
    return base | {
        "id": number,
        "code": f"JB{number:06d}",
        "title": texts.title(),
        "keywords": texts.keywords(),
        **{name: texts.text(texts.sentences[name], 5) for name in MIXED},
        "secrecy": {},
        "is_demo": False,
        "industry": texts.random.choice(INDUSTRIES),
        "county": texts.random.choice(COUNTIES),
        "organisation_id": unit,
        "author_id": OFFICERS + unit,
        "handler_id": None if state in (C.DRAFT, C.SUBMITTED) else texts.random.randint(1, OFFICERS),
        "state": state,
        "state_since": now - dt.timedelta(hours=number % 2000),
        "created_at": now,
        "updated_at": now - dt.timedelta(minutes=number),
        **_dates(texts, state, now),
    }


def _lists(texts):
    now = clock.now()
    rows = [_list(texts, number, now) for number in range(1, LISTS + 1)]
    _insert(Challenge, rows)
    parts = texts.lists
    marks = [one for row in rows for one in _parts(row["id"], parts[row["id"] % len(parts)]["indicators"])]
    for one in marks:
        one["comparator"] = Comparator(one["comparator"])
    _insert(Indicator, marks)
    goals = [one for row in rows for one in _parts(row["id"], parts[row["id"] % len(parts)]["targets"])]
    _insert(
        Target,
        [
            {key: one[key] for key in ("challenge_id", "text")} | {"kind": TargetKind(one["kind"])}
            for one in goals
        ],
    )
    published = [row for row in rows if row["published_at"]]
    version = {"number": 1, "snapshot": {}, "at": now, "changes": []}
    _insert(ChallengeVersion, [version | {"challenge_id": row["id"]} for row in published])
    for row in published:
        said = [row["title"], *row["keywords"], *(row[name] for name in MIXED)]
        fulltext.index("challenge", row["id"], "\n".join(said))


def _parts(challenge_id, rows):
    columns = {column.key for column in Indicator.__table__.columns} | {"kind", "text"}
    return [
        {key: value for key, value in row.items() if key in columns}
        | {"challenge_id": challenge_id, "position": place}
        for place, row in enumerate(rows)
    ]


def _profiles(texts):
    now = clock.now()
    rows, works = [], []
    for number in range(1, PROFILES + 1):
        row = {
            "id": number,
            "name": f"专家{number}",
            "unit": f"测试单位{number % UNITS + 1}",
            "title": "教授",
            "pools": ["柔性引进人才"],
            "industries": texts.random.sample(INDUSTRIES, 2),
            "keywords": texts.keywords(),
            "direction": texts.text(texts.directions, 2),
            "review_willing": True,
            "consents_recommendation": True,
            "state": P.ADMITTED if number % 50 else P.APPLIED,
            "created_at": now,
            "updated_at": now,
            "change": 1,
        }
        own = texts.random.sample(texts.works, WORKS_EACH)
        rows.append(row)
        works += [_work(number, place, one) for place, one in enumerate(own)]
        searched = SimpleNamespace(**row, works=[SimpleNamespace(title=one["title"]) for one in own])
        fulltext.index("profile", number, search_text(searched))
    _insert(Profile, rows)
    _insert(Work, works)


def _work(profile_id, place, text):
    same = {key: text[key] for key in ("title", "year", "abstract", "keywords")}
    kind = next(one for one in WorkType if one.label == text["type"])
    return same | {"profile_id": profile_id, "position": place, "type": kind}
