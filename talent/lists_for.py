"""Scores of lists for people with an account, kept in memory: a list is read once, not once a visitor."""

import collections
import hashlib
import json
import threading
import weakref

import sqlalchemy as sa

from core.database import db
from talent.models import Profile
from talent.states import P

MOST_LISTS = 2000
MOST_PEOPLE = 2000  # with more accounts each visitor's own scores are kept alone
MOST_SENTENCES = 20_000
# Changes of the pool until which a score stays as it was: it moves only by the weight of rare words.
MOST_CHANGES = 50
_books = weakref.WeakKeyDictionary()


class Book:
    """{digest of a query: (mark of the pool, {profile id: score})} of one index, the latest used last."""

    def __init__(self):
        self.pages = collections.OrderedDict()
        self.sentences = collections.OrderedDict()
        self.lock = threading.Lock()

    def get(self, key, profile_id, oldest):
        """The kept score if the page is no older than the mark `oldest`, else None."""
        with self.lock:
            page = self.pages.get(key)
            if page is None or page[0] < oldest:
                return None
            self.pages.move_to_end(key)
            return page[1].get(profile_id)

    def keep(self, key, mark, scores):
        """Scores of one list; those of other people at the same mark stay."""
        with self.lock:
            page = self.pages.pop(key, None)
            same = page[1] if page is not None and page[0] == mark else {}
            self.pages[key] = (mark, {**same, **scores})
            while len(self.pages) > MOST_LISTS:
                self.pages.popitem(last=False)

    def sentence(self, key, oldest):
        """The kept sentence of (list, profile) if it is no older than `oldest`, else None."""
        with self.lock:
            kept = self.sentences.get(key)
            return kept[1] if kept is not None and kept[0] >= oldest else None

    def keep_sentence(self, key, mark, text):
        """The sentence of one list for one profile."""
        with self.lock:
            self.sentences.pop(key, None)
            self.sentences[key] = (mark, text)
            while len(self.sentences) > MOST_SENTENCES:
                self.sentences.popitem(last=False)


def sentence(index, profile, query, make):
    """The sentence of this list for this expert; `make()` when it is not known yet."""
    book = _books.setdefault(index, Book())
    key = (_digest(query, index.pool), profile.id)
    kept = book.sentence(key, _oldest(index, profile))
    if kept is None:
        kept = make()
        book.keep_sentence(key, index.mark, kept)
    return kept


def scores(index, profile, queries):
    """The text score of each query for one expert of the pool, 0.0 for who has just left it.

    Exact with regard to the expert's own profile; changes of others are taken over after `MOST_CHANGES`.
    """
    book = _books.setdefault(index, Book())
    oldest = _oldest(index, profile)
    keys = [_digest(query, index.pool) for query in queries]
    found = [book.get(key, profile.id, oldest) for key in keys]
    missing = [place for place, score in enumerate(found) if score is None]
    people = _people(profile.id) if missing else ()
    for place in missing:
        page = index.matcher.scores(queries[place], people)
        book.keep(keys[place], index.mark, page)
        found[place] = page.get(profile.id, 0.0)
    return found


def prepare(index, queries):
    """Read these lists ahead for everybody with an account."""
    book, people = _books.setdefault(index, Book()), _people(None)
    for query in queries if people else ():
        book.keep(_digest(query, index.pool), index.mark, index.matcher.scores(query, people))


def _oldest(index, profile):
    return max(profile.change, index.mark - MOST_CHANGES)


def _people(profile_id):
    mine = [profile_id] if profile_id is not None else []
    own = sa.select(Profile.id).where(Profile.state == P.ADMITTED, Profile.user_id.is_not(None))
    others = db.session.scalars(own.limit(MOST_PEOPLE + 1)).all()
    return mine if len(others) > MOST_PEOPLE else sorted({*others, *mine})


def _digest(query, pool):
    text = json.dumps([pool, query], ensure_ascii=False, sort_keys=True)
    return hashlib.blake2b(text.encode(), digest_size=16).digest()
