"""赛马: the gates are defined before publication; on its day all lanes take one test, and who stays is decided and published."""

from challenge.delivery.race import actions, defining
from challenge.delivery.race.states import Share, Tie


def define(officer, cast, text):
    """The officer defines the gates of a list, where it has some."""
    challenge = cast.challenges[text["key"]]
    ids = {one.name: one.id for one in challenge.indicators}
    for told in text.get("gates", ()):
        tests = [
            {"indicator": ids[name], "threshold": told["thresholds"].get(name, "")} for name in told["tests"]
        ]
        same = {name: told[name] for name in ("name", "month", "conditions", "tester", "stay", "floor")}
        rest = {"held_on": None, "gap": None, "must_meet": False, "tie": Tie.ORDER, "share": Share.EQUAL}
        defining.save(officer, challenge, None, same | rest | {"tests": tests})


def _gate(scene):
    gates = scene.project.challenge.gates
    return next(one for one in gates if one.number == scene.event["gate"])


def _results(scene):
    told, gate = scene.event, _gate(scene)
    ids = {one.name: one.id for one in gate.challenge.indicators}
    typed = {
        (lane, ids[name]): value for lane, row in enumerate(told["results"], 1) for name, value in row.items()
    }
    actions.enter(scene.person("officer"), gate, typed, told["institution"], told["text"], scene.uploads()[0])


def _step(party, action):
    return lambda scene: actions.make(scene.person(party), _gate(scene), action, **_said(scene))


def _said(scene):
    return {"reason": scene.event["text"]} if "text" in scene.event else {}


VERBS = {
    "gate_results": _results,
    "gate_propose": _step("officer", "propose"),
    "gate_publish": _step("leader", "publish"),
    "gate_effect": _step("officer", "take_effect"),
}
