"""Many people at the same moment, and what of it stands in the database."""

import threading

import sqlalchemy as sa

from core import audit
from core.database import db, transaction
from core.errors import Conflict
from core.workflow import Refused


def in_threads(works):
    """Do them all at the same moment."""
    start = threading.Barrier(len(works))

    def run(work):
        start.wait()
        work()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    db.session.remove()
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    db.session.rollback()


def at_once(browsers, path, data):
    """Answers of all browsers to the same POST, sent at the same moment."""
    answers = []

    def click(browser):
        answer = browser.post(path, data=data)
        answers.append((answer.status_code, answer.location))

    in_threads([lambda browser=browser: click(browser) for browser in browsers])
    return answers


def acts_at_once(app, acts):
    """What came of each act, each in a transaction of its own: "done", or the class of what refused it with 409 or 422."""
    told, odd = [], []

    def carry_out(act):
        with app.app_context():
            try:
                with transaction():
                    act()
                told.append("done")
            except (Refused, Conflict, sa.orm.exc.StaleDataError, sa.exc.IntegrityError) as refused:
                told.append(type(refused).__name__)
            except sa.exc.SQLAlchemyError as error:  # a deadlock, for one
                odd.append(str(error))

    in_threads([lambda act=act: carry_out(act) for act in acts])
    assert odd == []
    return told


def entries(action):
    """Entries of the log about this action, oldest first."""
    found = sa.select(audit.AuditEntry).filter_by(action=action).order_by(audit.AuditEntry.seq)
    return db.session.scalars(found).all()


def count(model, **facts):
    """Rows of a table."""
    return db.session.scalar(sa.select(sa.func.count()).select_from(model).filter_by(**facts))
