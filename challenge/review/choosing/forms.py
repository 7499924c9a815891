"""The shape of a choice: a place for each bid, and the reason."""

from wtforms import validators

from challenge.posting.forms.fields import Base, Choice, Paragraphs

FIRST = "1"


def choice_form(bids, present=None, **kwargs):
    """One place for each bid: chosen, then who follows, or not acceptable; `present` is the choice that counts."""
    places = [(str(place), "选定" if place == 1 else f"第 {place} 顺位") for place in range(1, len(bids) + 1)]
    made = {f"place_{bid.id}": Choice(bid.organisation.name, places, empty="不选") for bid in bids}
    made["reason"] = Paragraphs(
        "选定理由",
        1000,
        [validators.DataRequired("请写明选定理由，将随公示公开。")],
        description="写明为什么选定这一方案，将随公示公开，请勿写入其他方案的内容。",
    )
    data = None
    if present is not None:
        data = {f"place_{bid}": str(place) for place, bid in enumerate(present.ranked, 1)}
        data["reason"] = present.reason
    return type("ChoiceForm", (_Ordered,), made | {"bids": tuple(bids)})(data=data, **kwargs)


class _Ordered(Base):
    bids: tuple = ()

    def ranked(self):
        """Ids of bids in the order of the places that were given."""
        placed = [(self[f"place_{bid.id}"].data, bid.id) for bid in self.bids]
        return [bid for place, bid in sorted(placed, key=lambda one: int(one[0] or 0)) if place]

    def validate(self, extra_validators=None):
        """One is chosen, and no two share a place."""
        is_whole = super().validate(extra_validators)
        if not self.bids or any(self[f"place_{bid.id}"].errors for bid in self.bids):
            return False
        given = sorted(int(self[f"place_{bid.id}"].data) for bid in self.bids if self[f"place_{bid.id}"].data)
        if given != list(range(1, len(given) + 1)) or not given:
            first = self[f"place_{self.bids[0].id}"]
            first.errors = ["请选定一个方案；另有顺位的，从第 2 顺位起依次排列，不重复、不跳号。"]
            return False
        return is_whole
