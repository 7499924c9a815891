"""组织方式 as data: who asks, who bids, who picks, in which order, how many win, who receives the public money."""

import dataclasses
import functools
import json
import re
from pathlib import Path

SOURCE = Path(__file__).parent / "modes.json"
# What every mode says unless its entry says otherwise: the words of its sides and of its papers.
WORDS = {
    "poster": "发榜方",
    "bidder": "揭榜方",
    "list": "榜单",
    "bid": "揭榜方案",
    "demand": "需求",
    "reward": "悬赏金额",
    "indicators": "技术指标",
    "take": "揭榜",
    "begin": "提出新需求",
}
PICKS = {
    "bureau": "科技局按专家评审结果确定",
    "poster": "{poster}选定，专家把关，科技局审定",
    "gates": "多家并行，到节点按测试结果择优",
}
RECEIVES = {"bidder": "{bidder}", "poster": "{poster}", "by_stage": "按阶段拨付给通过测试的{bidder}"}


@dataclasses.dataclass(frozen=True)
class ModeRules:
    """One mode. `posts`: role → whose drafts its holder edits (`unit` or the own: `author`); `bids`: kinds of unit;
    `posted`: roles that posted by an earlier copy of the entry and still reach the pages of what they have posted;
    `picks`: bureau, poster or gates; `winners`: least and most; `receives`: bidder, poster or by_stage; `pays`: who
    pays the price: poster or bidder; `reward_per`: the sum of the list is each lane's own (lane) or one for all (list);
    `licensor`: who owns what is licensed to the other side: poster or bidder; `gates`: common tests decide who goes on; `labels`, `bid_labels`: own words of fields (and `…_hint`); `phrases`: what
    the common words of pages and messages are in it, see `say`; `stages`: own names of stations of the process, by
    their key; `parts`: what a
    list says besides, each with key, label, hint, options or most.
    """

    key: str
    label: str
    meaning: str
    subject: str
    posts: dict
    bids: tuple
    picks: str
    agreement_first: bool
    winners: tuple
    receives: str
    pays: str
    price_ceiling: bool
    gates: bool
    order: tuple
    words: dict = dataclasses.field(default_factory=dict)
    labels: dict = dataclasses.field(default_factory=dict)
    bid_labels: dict = dataclasses.field(default_factory=dict)
    phrases: dict = dataclasses.field(default_factory=dict)
    stages: dict = dataclasses.field(default_factory=dict)
    posted: tuple = ()
    parts: tuple = ()
    reward_per: str = "lane"
    licensor: str = "bidder"

    @property
    def winners_min(self):
        """How many start at least."""
        return self.winners[0]

    @property
    def winners_max(self):
        """How many may win."""
        return self.winners[1]

    def promised_fen(self, fen, lanes):
        """What a sum of the list comes to in 分 for so many lanes together."""
        return fen * lanes if self.reward_per == "lane" else fen

    @property
    def poster_picks(self):
        """The poster chooses among the bids; experts and bureau check."""
        return self.picks == "poster"

    def word(self, key):
        """What this mode calls a side or a paper: poster, bidder, list, bid, demand, reward, indicators, take, begin."""
        return self.words.get(key) or WORDS[key]

    def label_of(self, field, usual):
        """What this mode calls a field of a list, `usual` where it has no word of its own."""
        return self.labels.get(field, usual)

    def bid_label_of(self, field, usual):
        """The same of a field of a bid."""
        return self.bid_labels.get(field, usual)

    def say(self, text):
        """A sentence of the house in the words of this mode; what stands in “…” is quoted and stays as it was written."""
        return _pattern(tuple(self.phrases)).sub(self._own, text) if text and self.phrases else text

    def _own(self, match):
        return self.phrases.get(match[0], match[0])

    @property
    def who_picks(self):
        """In words, who decides among the bids."""
        return PICKS[self.picks].format(**WORDS | self.words)

    @property
    def who_receives(self):
        """In words, to whom the public money goes."""
        return RECEIVES[self.receives].format(**WORDS | self.words)


@functools.cache
def _pattern(common):
    """The common words, of two that begin alike the longer one; a quotation, unless it is one of them as a whole."""
    longest = sorted(common, key=len, reverse=True)
    return re.compile("|".join([*map(re.escape, longest), "“[^”]*”"]))


def _made(key, entry):
    names = {field.name for field in dataclasses.fields(ModeRules)} - {"key"}
    known = {name: value for name, value in entry.items() if name in names}
    lists = {name: tuple(value) for name, value in known.items() if isinstance(value, list)}
    return ModeRules(key=key, **known | lists)


@functools.cache
def data():
    """The entries of today by key, as they are frozen into a programme."""
    return json.loads(SOURCE.read_text("utf-8"))


@functools.cache
def modes():
    """Every mode as `ModeRules`, by key, in the order in which they are offered."""
    return {key: _made(key, entry) for key, entry in data().items()}


def of(subject):
    """The mode in force for a challenge, for what belongs to one, or for a programme: as frozen with the programme."""
    challenge = getattr(subject, "challenge", subject)
    programme = getattr(challenge, "programme", None)
    frozen = (getattr(programme or challenge, "rules", None) or {}).get("mode")
    key = (programme or challenge).mode.value
    return _made(key, frozen) if frozen else modes()[key]


def posting_roles():
    """Roles in which somebody posts in some mode, or has posted in it by an earlier copy."""
    return {role for mode in modes().values() for role in (*mode.posts, *mode.posted)}


def of_today(challenge):
    """The mode as it is described today, whatever a programme has frozen: for rows of lists of many programmes."""
    return modes()[challenge.mode.value]


def offered_to(roles):
    """Modes in which the holder of these roles (their values) posts, in order."""
    held = set(roles)
    return [mode for mode in modes().values() if held & set(mode.posts)]
