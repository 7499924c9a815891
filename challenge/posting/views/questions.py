"""提问与答复: asked in public pages without a name, answered on the desk."""

from flask import flash, redirect, render_template, url_for
from flask_login import current_user

import challenge.permissions as may
from challenge.posting import rules
from challenge.posting.actions import questions
from challenge.posting.forms.desk import AnswerForm, QuestionForm
from challenge.posting.models import Question
from challenge.posting.queries import history
from challenge.posting.views.blueprint import DESK, bp, demand_of, public_list_of
from core.errors import Conflict
from core.gates import is_signed_in, load, requires


@bp.route("/challenges/<code>/questions/new", methods=["GET", "POST"])
@requires(is_signed_in)
def ask(code):
    """Ask a question; nobody learns who asked."""
    challenge, form = public_list_of(code), QuestionForm()
    closed = rules.questions_open(challenge)
    if closed or not rules.may_ask(current_user, challenge):
        raise Conflict(closed or "发榜单位和科技局工作人员在此答复问题，不提问。")
    if form.validate_on_submit():
        questions.ask(current_user, challenge, form.text.data)
        flash("问题已提交，答复后将在榜单中公开；关注榜单即可收到答复通知。", "success")
        return redirect(url_for("posting.public_detail", code=code))
    status = 422 if form.errors else 200
    return render_template("challenge/posting/ask.html", challenge=challenge, form=form), status


@bp.get("/desk/challenges/<code>/questions")
@requires(*DESK)
def desk_questions(code):
    """All questions on a list, those that wait first."""
    challenge = demand_of(code, may.ANSWER_QUESTION)
    rows = history.questions(challenge)
    return render_template("challenge/posting/desk_questions.html", challenge=challenge, rows=rows)


@bp.route(
    "/desk/challenges/<code>/questions/<int(max=2147483647):number>/<any(answer,decline):action>",
    methods=["GET", "POST"],
)
@requires(*DESK)
def answer(code, number, action):
    """Answer in public, or say why not."""
    challenge, form = demand_of(code, may.ANSWER_QUESTION), AnswerForm()
    question = load(Question, number, (lambda user, row: row.challenge_id == challenge.id,))
    if form.validate_on_submit():
        getattr(questions, action)(current_user, question, form.answer.data)
        flash("答复已公开。" if action == "answer" else "已记录，不公开答复。", "success")
        return redirect(url_for("posting.desk_questions", code=code))
    status = 422 if form.errors else 200
    page = {"challenge": challenge, "question": question, "form": form, "action": action}
    return render_template("challenge/posting/answer.html", **page), status
