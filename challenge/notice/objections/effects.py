"""What moves with an objection: what was written is kept, the next clock starts, a tie is reported."""

from challenge.notice.objections import clocks, sealed
from challenge.notice.objections.rules import upheld_of
from challenge.states import O, Outcome
from core import audit
from talent.actions import report_tie


def note_submitted(objection, move):
    """The time to admit it runs; what came on paper has the instant at which it came."""
    objection.submitted_at = move.facts.get("received_at") or move.at
    clocks.start(objection, "objection_accept_workdays", move.at)


def start_investigation(objection, move):
    """The time to answer runs, with the one extension to come."""
    objection.extension = ""
    clocks.start(objection, "objection_reply_workdays", move.at)


def keep_refusal(objection, move):
    """Code and reason are kept; the time to ask for a review runs."""
    objection.inadmissible, objection.refusal = move.facts["code"], move.facts["text"]
    objection.answered_at = move.at
    clocks.start(objection, "objection_appeal_workdays", move.at)


def keep_extension(objection, move):
    """The one extension, with its reason."""
    objection.extension = move.facts["text"]
    clocks.extend(objection, "objection_extension_workdays")


def keep_answer(objection, move):
    """Outcome, answer and measures are kept; the time to ask for a review runs."""
    objection.outcome, objection.answer = Outcome(move.facts["outcome"]), move.facts["text"]
    objection.measures, objection.answered_at = move.facts.get("measures", ""), move.at
    clocks.start(objection, "objection_appeal_workdays", move.at)


def report_complaint(objection, move):
    """From now on conflicts know that the two sides have a dispute; which objection it was stands nowhere."""
    who = sealed.get(objection, "identity")["user_id"]
    unit = objection.notice.bid.organisation_id
    if who is None:  # on paper: there is no account that could be tied
        return
    report_tie(f"user:{who}", f"organisation:{unit}", "complained", "公示异议", since=move.at.date())


def keep_appeal(objection, move):
    """Why the objector does not agree, sealed like all it writes; the time to review runs."""
    sealed.put(objection, "appeal", {"text": move.facts["text"]})
    clocks.start(objection, "objection_review_workdays", move.at)


def keep_second(objection, move):
    """The answer of the second person; nothing runs any more. What was never heard has no outcome."""
    objection.second_answer, objection.second_at = move.facts["text"], move.at
    objection.second_measures = move.facts.get("measures", "")
    clocks.stop(objection)


def keep_second_outcome(objection, move):
    """Whether the objection holds after all."""
    objection.second_outcome = Outcome(move.facts["outcome"])


def admit_after_all(objection, move):
    """The refusal does not hold; the first handler investigates, a later review is given anew."""
    objection.second_answer, objection.second_at = move.facts["text"], move.at
    objection.inadmissible = objection.refusal = ""
    objection.answered_at = objection.appeal = objection.second = None
    clocks.start(objection, "objection_reply_workdays", move.at)


def give_to(objection, move):
    """Who handles it, or in the second instance who reviews it, from now on."""
    if objection.state is O.REVIEWING:
        objection.second = move.facts["person"]
    else:
        objection.handler = move.facts["person"]


def stop_clock(objection, move):
    """Nothing runs any more."""
    clocks.stop(objection)


def cite_upheld(challenge, move):
    """The record of a review that is opened anew says which objections hold."""
    codes = [one.code for one in upheld_of(challenge)]
    if codes:
        text = f"依据：异议 {'、'.join(codes)} 成立"
        audit.record(move.actor, "challenge.objection_upheld", challenge, text, public=True)
