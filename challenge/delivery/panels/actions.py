"""Verbs of panels: form, fix and draw, invite, declare, vote, close, write the opinion."""

from challenge.delivery.panels import eligibility, rules, seating
from challenge.delivery.panels.models import Panel
from challenge.delivery.panels.states import LIVE, SEATED, Origin, S, Seat
from challenge.delivery.rules import handles_project, is_on_team
from challenge.posting import turns
from challenge.review.draw import algorithm, seeds
from challenge.review.rules import is_blocking
from challenge.review.states import DeclaredTie
from core import audit, clock
from core.canonical import canonical, digest
from core.database import db
from core.workflow import Refusal, Refused, apply


def _refuse(kind, sentence):
    raise Refused(Refusal(kind, sentence))


def _turn(panel):
    turns.wait(panel.project.challenge, "projects")
    db.session.refresh(panel)
    db.session.expire(panel, ["members"])


def _runs(officer, panel, *states):
    """The officer in charge, on a panel in one of these states."""
    _turn(panel)
    if not rules.handles_panel(officer, panel):
        _refuse("who", "评议组由本项目经办人办理。")
    if found := rules.project_goes_on(panel):
        _refuse("needs", found)
    if panel.state not in (states or LIVE):
        _refuse("state", f"评议组{panel.state.label}，不能再办理。")


def form(officer, project, purpose, round_=1):
    """The panel that stands for this purpose and round, made when there is none; returns it."""
    turns.wait(project.challenge, "projects")
    db.session.expire(project, ["panels"])
    found = rules.panel_of(project, purpose, round_)
    if found is not None:
        return found
    if not handles_project(officer, project) or is_on_team(officer, project):
        _refuse("who", "评议组由本项目经办人组建。")
    made = {"created_by_id": officer.id, "created_at": clock.now(), "unit_salt": seeds.new_salt()}
    panel = Panel(project=project, purpose=purpose, round=round_, state=S.FORMING, **made)
    db.session.add(panel)
    db.session.flush()
    audit.record(officer, "panel.form", panel, f"组建{purpose.label}组（{project.code} 第 {round_} 轮）")
    return panel


def fix(officer, panel, wanted):
    """Fix the candidates of a draw, `wanted` {ExpertKind: seats}: from now on nobody can choose. Raises `algorithm.Infeasible`."""
    _runs(officer, panel, S.FORMING)
    if panel.transcript is not None or panel.fixed_seq is not None:
        _refuse("state", "候选名单已经固定，不能更改。")
    strata, candidates, people = seating.fixed(panel, wanted)
    lacking = algorithm.shortages({"strata": strata, "unit_max": 1, "seated": []}, candidates)
    if lacking:
        raise algorithm.Infeasible(lacking)
    panel.strata, panel.candidates, panel.people = strata, candidates, people
    shown = {"strata": digest(strata), "candidates": digest(candidates)}
    said = f"{panel.purpose.label}组：固定抽取名单（候选 {len(candidates)} 人）"
    entry = audit.record(officer, "panel.fix", panel, said, after=shown)
    panel.fixed_seq, panel.fixed_at = entry.seq, entry.at
    db.session.flush()


def draw(officer, panel):
    """Draw from the fixed list with the seed of the next published head, and invite; returns the new members."""
    _runs(officer, panel, S.FORMING)
    if panel.fixed_seq is None or panel.transcript is not None:
        _refuse("state", "请先固定候选名单；抽取只有一次。")
    told = seating.transcript(panel)
    panel.transcript = told
    shown = {"seed": told["seed"], "transcript": digest(told)}
    audit.record(officer, "panel.draw", panel, f"{panel.purpose.label}组：抽取专家", after=shown)
    drawn = [seating.profile_of(panel, mark) for mark in told["result"]["drawn"]]
    return [seating.invite(officer, panel, one, Origin.DRAWN) for one in drawn]


def choose(officer, panel, profile, reason):
    """Invite an expert by hand, with the reason; returns the member."""
    _runs(officer, panel)
    if not reason.strip():
        _refuse("needs", "请写明不经抽取、指定该专家的理由。")
    if any(one.profile_id == profile.id for one in panel.members):
        _refuse("needs", "这位专家已经邀请过。")
    if found := eligibility.refusal_of(profile, panel):
        _refuse("needs", found)
    member = seating.invite(officer, panel, profile, Origin.CHOSEN)
    member.reason = reason
    return member


def answer(user, member, tie, note=""):
    """The expert declares a tie, or none, and takes the seat; a blocking tie ends it. Returns whether the expert stays."""
    _turn(member.panel)
    tie = DeclaredTie(tie)
    facts = eligibility.why_not(member.profile, member.panel)
    blocked = f"本人声明：{tie.label}" if is_blocking(tie) else facts and f"系统核对：{facts}"
    if rules.is_member(user, member) and member.state is Seat.INVITED:
        member.tie = DeclaredTie.FOUND if facts and not is_blocking(tie) else tie
        member.reason = note or member.reason
        member.declared_at = None if blocked else clock.now()
    apply(user, member, "recuse" if blocked else "declare", **({"reason": blocked} if blocked else {}))
    return not blocked


def leave(user, member, action, reason):
    """The expert declines or recuses; the officer removes or replaces a late one."""
    _turn(member.panel)
    return apply(user, member, action, reason=reason)


def name_chair(officer, panel, member):
    """Who leads the panel: one who has declared; also when the votes are counted and the opinion is still to be written."""
    _runs(officer, panel, *LIVE, S.CLOSED)
    if panel.opinion:
        _refuse("state", "评议意见已经提交，不再更换组长。")
    if member.panel is not panel or member.state not in SEATED:
        _refuse("needs", "组长须是已承诺参加的专家。")
    for one in panel.members:
        one.is_chair = False
    db.session.flush()
    member.is_chair = True
    db.session.flush()
    audit.record(officer, "panel_member.chair", member, f"{panel.purpose.label}组：指定组长")


def start(officer, panel):
    """Open the votes."""
    _turn(panel)
    return apply(officer, panel, "start")


def vote(user, member, choice, note):
    """Vote, or vote anew until the votes are closed; the log has a digest, nobody reads it before."""
    panel = member.panel
    _turn(panel)
    if choice not in rules.choices(panel):
        _refuse("needs", "请选择一项结论。")
    if rules.needs_note(panel, choice) and not note.strip():
        _refuse("needs", "请写明理由。")
    if rules.is_member(user, member) and member.state in SEATED and panel.state is S.VOTING:
        member.vote, member.note = choice, note
    apply(user, member, "vote")
    audit.record(user, "panel_member.seal", member, "表决密封存证", after={"digest": vote_digest(member)})
    return member


def vote_digest(member):
    """SHA-256 over salt, vote and note: what the log holds of a vote."""
    return digest(canonical({"salt": member.salt, "vote": member.vote.value, "note": member.note}))


def close(officer, panel):
    """Close and count."""
    _turn(panel)
    if panel.state is S.VOTING and rules.handles_panel(officer, panel):
        panel.closed_at = clock.now()
    return apply(officer, panel, "close")


def write_opinion(user, panel, text):
    """The chair writes what the panel thinks, once."""
    _turn(panel)
    if not rules.chairs(user, panel):
        _refuse("who", "评议意见由评议组组长填写。")
    if panel.state is not S.CLOSED or panel.opinion:
        _refuse("state", "表决结束后填写一次，提交后不能修改。")
    panel.opinion, panel.opinion_by_id, panel.opinion_at = text, user.id, clock.now()
    db.session.flush()
    audit.record(
        user, "panel_member.opinion", rules.member_of(user, panel), f"{panel.purpose.label}组：提交评议意见"
    )


def dissolve(project, purpose, move, reason):
    """The matter has ended otherwise: nobody is awaited any more."""
    for one in project.panels:
        if one.purpose is purpose and one.state in LIVE:
            move.carry(one, "dissolve", reason=reason)
