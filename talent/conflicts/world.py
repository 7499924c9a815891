"""From rows to a graph: what the library and the register know of two sides, in a fixed number of queries."""

import sqlalchemy as sa

from accounts import maildomains
from accounts.models import Organisation, User
from core.database import db
from core.spelling import plain
from talent.conflicts import table
from talent.conflicts.graph import Edge, Graph
from talent.conflicts.people import People
from talent.conflicts.register import Register
from talent.models import Employment, Profile, Relation, Tie

RELATIONS = {"relative": "relative", "teacher": "teacher", "student": "teacher"}


class World:
    """The graph around `subjects` (profiles, accounts or organisations) and the other side.

    `targets` is {node: [what was given for it]}; `ends` {node: the name it goes by on the other side}.
    """

    def __init__(self, subjects, sides, terms):
        self._subjects, self._sides = subjects, sides
        self._register, self._people = Register(), People()
        self._edges, self._later, self._held, self.targets, self.ends = [], [], {}, {}, {}
        self._profiles = self._load_profiles()
        self._load_accounts()
        self._add_people()
        self._relations()
        self._ties()
        self._finish(terms)

    def node_of(self, subject):
        """The node of a subject."""
        return self._people.node(self._held[_token(subject)])

    def _load_profiles(self):
        own = [one for one in self._subjects if isinstance(one, Profile)]
        names = {name for one in self._sides.people if one.name for name in (one.name, plain(one.name))}
        ids = {one.user_id for one in self._sides.people if one.user_id}
        ids |= {one.id for one in self._subjects if isinstance(one, User)}
        wanted = sa.select(Profile).where(sa.or_(Profile.name.in_(names), Profile.user_id.in_(ids)))
        others = db.session.scalars(
            wanted.options(sa.orm.lazyload(Profile.organisation)).order_by(Profile.id)
        )
        return list(dict.fromkeys([*own, *others.unique()]))

    def _load_accounts(self):
        ids = {one.user_id for one in (*self._profiles, *self._sides.people) if one.user_id}
        ids |= {one.id for one in self._subjects if isinstance(one, User)}
        columns = (User.id, User.display_name, User.organisation_id, User.email)
        rows = db.session.execute(sa.select(*columns).where(User.id.in_(ids)))
        self._accounts = {row.id: row for row in rows}
        self._profile_of = {one.user_id: one for one in self._profiles if one.user_id}

    def _add_people(self):
        posts: dict = {}
        wanted = sa.select(Employment).where(Employment.profile_id.in_([one.id for one in self._profiles]))
        for post in db.session.scalars(wanted.order_by(Employment.id)):
            posts.setdefault(post.profile_id, []).append(post)
        for one in self._profiles:
            self._add_profile(one, posts.get(one.id, ()))
        for key, row in self._accounts.items():
            self._add_account(key, row.display_name, row.organisation_id, row.email)
        for place, one in enumerate(self._sides.people):
            self._add_side(place, one)
        for subject in self._subjects:
            if isinstance(subject, Organisation):
                self._held[_token(subject)] = self._register.node(subject.id)
        for node, name, unit in self._register.naturals():
            self._people.add(node, name, {unit})
        self._edges += self._register.edges()

    def _add_profile(self, one, posts):
        node = self._held[f"profile:{one.id}"] = f"person:profile:{one.id}"
        self._people.add(node, one.name, (), one.user_id)
        for row in posts:
            self._works(node, self._register.node(row.organisation_id, row.unit), row.year_from, row.year_to)
        present = self._register.node(one.organisation_id, one.unit)
        self._works(node, present)
        self._mail(node, one.email)

    def _add_account(self, key, name, organisation_id, address):
        profile = self._profile_of.get(key)
        node = f"person:profile:{profile.id}" if profile else f"person:user:{key}"
        self._held[f"user:{key}"] = node
        self._people.add(node, name, (), key)
        self._works(node, self._register.node(organisation_id))
        self._mail(node, address)

    def _add_side(self, place, one):
        node = self._held.get(f"user:{one.user_id}") if one.user_id else f"person:typed:{place}"
        if node is None:
            node = self._held[f"user:{one.user_id}"] = f"person:user:{one.user_id}"
        self._people.add(node, one.name, (), one.user_id)
        self._works(node, self._register.node(None, one.unit))
        self.targets.setdefault(node, []).append(one)

    def _works(self, node, unit, since=None, until=None):
        if unit is not None:
            self._people.add(node, "", {unit})
            self._edges.append(Edge(node, unit, "works", since, until))

    def _mail(self, node, address):
        unit = self._register.of_domain(maildomains.domains_of(address or ""))
        works = {edge.end for edge in self._edges if edge.type == "works" and edge.start == node}
        if unit is not None and unit not in works:
            self._edges.append(Edge(node, unit, "mail"))

    def _relations(self):
        names = {
            plain(self._accounts[one.id].display_name) for one in self._subjects if isinstance(one, User)
        }
        names |= {plain(one.name) for one in self._subjects if isinstance(one, Profile)}
        ids = [one.id for one in self._profiles]
        owner = (Profile.name, Profile.organisation_id, Profile.unit, Profile.user_id)
        wanted = sa.select(Relation, *owner).join(Relation.profile)
        wanted = wanted.where(sa.or_(Relation.profile_id.in_(ids), Relation.name_key.in_(names)))
        for row, name, organisation_id, unit, user_id in db.session.execute(wanted.order_by(Relation.id)):
            node = f"person:profile:{row.profile_id}"
            if node not in self._held.values():
                self._people.add(node, name, {self._register.node(organisation_id, unit)}, user_id)
            other = self._register.node(None, row.unit)
            years = row.year_from, row.year_to
            if row.kind == "adviser":
                self._edges += [Edge(node, other, "adviser", *years)] if other else []
                continue
            end = self._people.add(f"person:declared:{row.id}", row.name, {other})
            self._edges.append(Edge(node, end, RELATIONS[row.kind], *years))
            if other:
                self._edges.append(Edge(end, other, "works"))

    def _ties(self):
        mine = {_token(one) for one in self._subjects}
        mine |= {f"user:{one.user_id}" for one in self._subjects if isinstance(one, Profile) and one.user_id}
        mine |= {f"profile:{self._profile_of[key].id}" for key in self._profile_of if f"user:{key}" in mine}
        rows = sa.select(Tie).where(sa.or_(Tie.who.in_(mine), Tie.whom.in_(mine))).order_by(Tie.id)
        for row in db.session.scalars(rows):
            ends = self._side_node(row.who), self._side_node(row.whom)
            if None not in ends and row.kind in table.read()["edges"]:
                since, until = (day.year if day else None for day in (row.since, row.until))
                self._edges.append(Edge(*ends, row.kind, since, until))

    def _side_node(self, token):
        kind, _, key = token.partition(":")
        if kind == "organisation":
            return self._register.node(int(key))
        if token in self._sides.matters:
            return f"unit:matter:{token}"
        return self._held.get(token)

    def _co_works(self):
        by_node: dict = {}
        for one in self._profiles:
            by_node.setdefault(self._people.node(self._held[f"profile:{one.id}"]), []).append(one)
        for one in self._profiles:
            node = self._people.node(self._held[f"profile:{one.id}"])
            for work in one.works:
                for name in work.co_authors:
                    for other in self._people.called(name):
                        # Somebody whom others merely declared is no author.
                        if other != node and not other.startswith("person:declared"):
                            yield _joint(node, other, work, one.name, by_node.get(other, ()))

    def _finish(self, terms):
        edges = [*self._edges, *self._people.settle(), *self._co_works()]
        at = self._people.node
        edges = [Edge(at(e.start), at(e.end), e.type, e.since, e.until, e.percent, e.note) for e in edges]
        self.graph = Graph(edges, terms)
        self._name_targets(at)
        self.names = self._register.names | self._people.names() | self._matters()

    def _matters(self):
        return {f"unit:matter:{token}": name for token, name in self._sides.matters.items()}

    def _name_targets(self, at):
        given, self.targets = self.targets, {}
        for node, people in given.items():
            self.targets.setdefault(at(node), []).extend(people)
            one = people[0]
            self.ends[at(node)] = f"{one.name}（{one.unit}）" if one.unit else one.name
        ids = self._sides.organisation_ids
        for key in self._register.rows if ids is None else ids:
            if (node := self._register.node(key)) is not None:
                self.targets.setdefault(node, []).append(key)
        for name in self._sides.units:
            if (node := self._register.node(None, name)) is not None:
                self.targets.setdefault(node, []).append(name)
        for token in self._sides.matters:
            self.targets.setdefault(f"unit:matter:{token}", []).append(token)


def _token(subject):
    kinds = ((Profile, "profile"), (User, "user"), (Organisation, "organisation"))
    kind = next(name for model, name in kinds if isinstance(subject, model))
    return f"{kind}:{subject.id}"


def _joint(node, other, work, own_name, profiles):
    """A joint work: certain when the other one lists it too, else known by one side's word."""
    mutual = any(
        plain(theirs.title) == plain(work.title) or plain(own_name) in map(plain, theirs.co_authors)
        for profile in profiles
        for theirs in profile.works
    )
    note = f"合作{work.type.label}“{work.title}”（{work.year}）"
    return Edge(node, other, "co_work" if mutual else "co_name", work.year, work.year, note=note)
