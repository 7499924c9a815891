"""Objections to the running notice: one was answered and has ended, one is under investigation."""

from challenge.notice.objections.actions import handling, writing
from demo.world.agreement import document
from demo.world.texts import read

WRITTEN = ("about", "ground", "item", "facts", "evidence", "remedy")


def stage(script, cast, affair, text):
    """Scenes of the objections to the notice of one list."""
    for told in read("objections"):
        if told["challenge"] == text["key"]:
            _tell_of(script.affair(f"{text['key']} {told['by']} objects"), cast, text, told, affair.last)


def _tell_of(thread, cast, text, told, published_at):
    day = -told["submitted_days_ago"]
    made = []
    thread.then(day, lambda: made.append(_submit(cast, text, told)), after=published_at)
    thread.then(day + 1, lambda: handling.make(made[0].handler, made[0], "accept"))
    thread.then(-1, lambda: handling.write_record(made[0].handler, made[0], told["record"]))
    if told.get("outcome"):
        thread.then(-1, lambda: _answer(made[0], told))
    if told["settled"]:
        thread.then(-1, lambda: handling.make(cast.people[told["by"]], made[0], "settle"))


def _submit(cast, text, told):
    user = cast.people[told["by"]]
    row = writing.begin(user, cast.challenges[text["key"]].notices[-1])
    writing.save(
        row,
        {name: told[name] for name in WRITTEN}
        | {"name": user.display_name, "email": f"{told['by']}@example.com"},
    )
    if "file" in told:
        writing.attach(row, told["file"], document([told["file"], told["evidence"]]))
    writing.submit(user, row)
    return row


def _answer(row, told):
    facts = {"outcome": told["outcome"], "text": told["answer"], "measures": told["measures"]}
    handling.make(row.handler, row, "answer", **facts)
