"""The people of a story: freshly signed in for each scene, by the test client or in a window."""

from accounts.models import User
from core import clock
from core.database import db, transaction


class Cast:
    """People by name in `people`; `seat(user, name)` gives an actor who is signed in."""

    def __init__(self, now, seat, people):
        self.now, self._seat, self.people = now, seat, people

    def play(self, name):
        """This person, freshly signed in and with a new password: the clock moves months between scenes."""
        with transaction():
            user = db.session.get(User, self.people[name].id)
            user.password_at = clock.now()
        return self._seat(user, name)

    def guest(self):
        """Somebody without an account."""
        return self._seat(None, "guest")

    def read(self, statement):
        """What the statement finds now; the windows write in transactions of their own."""
        db.session.rollback()
        return db.session.scalar(statement)
