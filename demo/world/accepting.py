"""验收 and 容错: a project is evaluated as a whole and settles its accounts, or ends as a diligent failure that others can read about."""

from challenge.delivery.acceptance import actions as acceptance
from challenge.delivery.acceptance.rules import current
from challenge.delivery.acceptance.states import Conclusion, Paper, Satisfaction
from challenge.delivery.final_accounts import actions as accounts
from challenge.delivery.tolerance import actions as tolerance
from challenge.delivery.tolerance.states import Cause, Occasion
from core import workflow


def _apply(scene):
    """The team writes the self-evaluation, adds the report of a third party, and applies."""
    told, team = scene.event, scene.person("team")
    row = acceptance.begin(team, scene.project)
    papers = [(Paper.TEST, told["institution"], *one) for one in scene.uploads()]
    acceptance.save(team, row, told["text"], scene.values(), {}, papers=papers)
    acceptance.submit(team, row)


def _certify(scene):
    told, poster = scene.event, scene.person("poster")
    acceptance.certify(poster, current(scene.project), Satisfaction(told["satisfaction"]), told["text"])


def _test(scene):
    told, officer = scene.event, scene.person("officer")
    facts = (told["institution"], scene.values(), {}, scene.uploads())
    acceptance.add_test(officer, current(scene.project), *facts)
    acceptance.admit(officer, current(scene.project))


def _propose(scene):
    told = scene.event
    row, conclusion = current(scene.project), Conclusion(told["conclusion"])
    acceptance.propose(scene.person("officer"), row, conclusion, told["text"])


def _approve(scene):
    acceptance.approve(scene.person("leader"), current(scene.project), scene.event["text"])


def _publish(scene):
    acceptance.publish(scene.person("officer"), current(scene.project))


def _conclude(scene):
    acceptance.conclude(scene.person("officer"), current(scene.project))


def _hand_in_account(scene):
    project = scene.project
    accounts.hand_in(scene.person("team"), project.final_account, accounts.digest_now(project))


def _check_account(scene):
    accounts.make(scene.person("finance"), scene.project.final_account, "confirm")


def _finish(scene):
    reason = scene.event["text"]
    workflow.apply(scene.person("officer"), scene.project.challenge, "finish", reason=reason)


def _case(scene):
    return scene.project.tolerances[-1]


def _ask_tolerance(scene):
    told = scene.event
    facts = (Occasion(told["occasion"]), Cause(told["cause"]), told["text"])
    tolerance.begin(scene.person("team"), scene.project, *facts)


def _state(scene):
    """The poster says what happened; the officer freezes the dossier, and a panel is made up."""
    tolerance.state(scene.person("poster"), _case(scene), scene.event["text"])
    tolerance.submit(scene.person("officer"), _case(scene))


def _hear(scene):
    tolerance.make(scene.person("officer"), _case(scene), "hear")


def _answer(scene):
    tolerance.answer(scene.person("team"), _case(scene), scene.event["text"])


def _grant(scene):
    tolerance.decide(scene.person("leader"), _case(scene), "grant", scene.event["text"])


def _precedent(scene):
    told = scene.event
    facts = (told["title"], told["text"], told["grounds"])
    tolerance.publish(scene.person("officer"), _case(scene), *facts)


VERBS = {
    "apply_acceptance": _apply,
    "certify": _certify,
    "acceptance_test": _test,
    "propose_conclusion": _propose,
    "approve_conclusion": _approve,
    "publish_conclusion": _publish,
    "conclude_acceptance": _conclude,
    "final_account": _hand_in_account,
    "check_account": _check_account,
    "finish": _finish,
    "ask_tolerance": _ask_tolerance,
    "state_and_submit": _state,
    "hear": _hear,
    "answer": _answer,
    "grant": _grant,
    "publish_precedent": _precedent,
}
