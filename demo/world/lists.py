"""From the pool to the deadline: publication, questions and answers, followers, a change announced in public."""

import datetime as dt
import functools

from challenge.posting.actions import amending, publishing, questions
from challenge.posting.actions.closing import mark_deadlines
from challenge.recommending.actions import judge, record
from challenge.recommending.queries import recommended_at
from demo.world.demands import handler
from demo.world.people import poster_account
from demo.world.texts import read
from talent.recommend import Purpose

FOLLOWERS = ("researcher", "researcher2", "researcher3")
AFTERWARDS = dt.timedelta(seconds=1)
ASKED_AFTER, ANSWERED_AFTER, BETWEEN = 3, 6, 4


def other_officer(text):
    """Lists are published by the colleague of the officer in charge."""
    return "officer" if handler(text) == "officer2" else "officer2"


def stage(script, cast, affair, text):
    """Scenes of one published list until its deadline; returns when it is published."""
    key, published = text["key"], -text["timing"]["published_days_ago"]
    deadline = script.deadline(text["timing"]["deadline_in_days"])
    affair.then(published, lambda: _publish(cast, text, deadline))
    if (closed_at := deadline + AFTERWARDS) < script.now:
        script.at(closed_at, mark_deadlines)
    published_at = affair.last
    affair.then(published, lambda: record(cast.challenges[key], cast.challenges[key].published_at))
    for said in [row for row in read("feedback") if row["challenge"] == key]:
        scene = functools.partial(_judge, cast, text, said)
        day = min(published + said["days_after"], -1)
        script.affair(f"{key} {said['place']} feedback").then(day, scene, after=affair.last)
    follower = FOLLOWERS[text["box"] % len(FOLLOWERS)]
    affair.then(min(published + 1, -1), lambda: questions.follow(cast.people[follower], cast.challenges[key]))
    for number, question in enumerate(text["questions"]):
        day = published + ASKED_AFTER + BETWEEN * number
        _talk(script.affair(question["text"]), cast, text, question, published_at, day)
    for change in read("amendments"):
        if change["challenge"] == key:
            scene = functools.partial(_amend, cast, text, change)
            script.affair(f"{key} amended").then(-change["days_ago"], scene, after=published_at)
    return published_at


def _publish(cast, text, deadline):
    officer, row = cast.people[other_officer(text)], cast.challenges[text["key"]]
    publishing.publish_batch(officer, [row.id], cast.programmes[text["programme"]], deadline)


def _judge(cast, text, said):
    """What the poster or the officer in charge says of whoever stood at that place at publication."""
    challenge = cast.challenges[text["key"]]
    profile = recommended_at(challenge, Purpose.SOLVERS, said["place"])
    who = handler(text) if said["by"] == "officer" else poster_account(text["org"])
    judge(cast.people[who], challenge, profile, Purpose.SOLVERS, said["fits"], said["reason"])


def _talk(talk, cast, text, question, published_at, day):
    """A question and its answer; one that was asked in the last days may still wait for its answer."""
    asker, made = FOLLOWERS[len(question["text"]) % len(FOLLOWERS)], []
    answered = bool(question["answer"])
    first = min(day, -1 - answered)

    def ask():
        made.append(questions.ask(cast.people[asker], cast.challenges[text["key"]], question["text"]))

    def answer():
        questions.answer(cast.people[poster_account(text["org"])], made[0], question["answer"])

    talk.then(first, ask, after=published_at)
    if answered:
        talk.then(min(day + ANSWERED_AFTER - ASKED_AFTER, -1), answer)


def _amend(cast, text, change):
    officer, row = cast.people[handler(text)], cast.challenges[text["key"]]
    amending.amend(officer, row, change["changes"], change["reason"])
