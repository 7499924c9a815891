"""The form of a split: two titles, and for each indicator where it goes."""

from wtforms import validators

from challenge.posting import splitting
from challenge.posting.forms.desk import MOST_REASON
from challenge.posting.forms.fields import Base, Choice, Line, Paragraphs

FIRST, SECOND, BOTH = "1", "2", "both"
PLACES = ((FIRST, "第一个榜单"), (SECOND, "第二个榜单"), (BOTH, "两个都要"))


def _needed(sentence):
    return validators.DataRequired(sentence)


class SplitForm(Base):
    """Titles and reason; fields `of_<id>` are added for the indicators of the list."""

    first = Line("第一个榜单的题目", 120, [_needed("请填写第一个榜单的题目。")])
    second = Line("第二个榜单的题目", 120, [_needed("请填写第二个榜单的题目。")])
    reason = Paragraphs("理由", MOST_REASON, [_needed("请填写理由。")])

    @property
    def indicators(self):
        """The choices, in the order of the list."""
        return [one for one in self if one.name.startswith("of_")]

    @property
    def groups(self):
        """Two sets of indicator ids."""
        chosen = {int(one.name.removeprefix("of_")): one.data for one in self.indicators}
        return [{key for key, place in chosen.items() if place in (own, BOTH)} for own in (FIRST, SECOND)]

    def validate_second(self, field):
        """Two lists are called differently, and neither is empty."""
        if field.data == self.first.data:
            raise validators.ValidationError("两个榜单的题目不能相同。")
        if not all(self.groups):
            raise validators.ValidationError("每个榜单至少要有一项指标，请调整指标的去向。")


def parts(challenge, form):
    """What the split comes to as it is filled in: two `splitting.Part`s, [] while a half is empty."""
    groups = form.groups
    return splitting.parts_of(challenge, (form.first.data, form.second.data), groups) if all(groups) else []


def split_form(challenge, pair, reason):
    """The form for this list, filled with the two groups that the pool suggests, or with its halves."""
    second = (
        set(pair[1][1])
        if pair
        else {one.id for one in challenge.indicators[len(challenge.indicators) // 2 :]}
    )
    choices = {
        f"of_{one.id}": Choice(one.name, PLACES, empty=None, default=SECOND if one.id in second else FIRST)
        for one in challenge.indicators
    }
    heads = [
        next(one.name for one in challenge.indicators if (one.id in second) == later)
        for later in (False, True)
    ]
    names = [
        f"{challenge.title[:60]}（{place}：{head[:30]}等）" for place, head in zip("一二", heads, strict=True)
    ]
    made = type("SplitForm", (SplitForm,), choices)
    return made(data={"first": names[0], "second": names[1], "reason": reason})
