"""Home and the desk."""

from flask import Blueprint, render_template
from flask_login import current_user

from challenge.notice.queries import remaining
from core.gates import is_signed_in, public, requires
from core.kept import kept
from reports.desk import home as front
from reports.desk.duties import duties
from reports.desk.people import start_of

bp = Blueprint("desk", __name__)

STAGES = (
    ("企业提需求", "说清卡在哪里，系统帮您把要求写成可测的指标。"),
    ("论证入库张榜", "论证通过的需求进入悬赏项目池，分批公开张榜。"),
    ("密封揭榜", "截止前任何人看不到方案，提交即得可核验的回执。"),
    ("回避评审", "专家先声明利益关系，再看材料、分项评分。"),
    ("定榜公示", "推荐与决定分人办理，公示期内可提出异议。"),
)


@bp.get("/")
@public
@kept
def home():
    """The public front page."""
    running = front.running_notices()
    return render_template(
        "reports/desk/home.html",
        challenges=front.open_challenges(),
        notices=running,
        rest=remaining(running),
        figures=front.figures(),
        stages=STAGES,
    )


@bp.get("/desk")
@requires(is_signed_in)
def desk():
    """What must I do today."""
    found = duties(current_user)
    return render_template(
        "reports/desk/desk.html",
        duties=[one for one in found if not one.runs],
        running=[one for one in found if one.runs],
        start=start_of(current_user),
    )
