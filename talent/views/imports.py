"""Import of the pool from a spreadsheet: upload, result by row and column, progress of a large one."""

from flask import make_response, redirect, render_template, url_for
from flask_login import current_user

from accounts.rules import is_officer
from core.gates import load, requires
from core.inspection import RefusedFile
from talent import imports, queries
from talent.forms import ImportForm
from talent.models import ImportRun
from talent.views.blueprint import ID, bp

REFRESH = 3  # seconds between looks at a running import
ANY_OFFICER = (lambda user, _run: is_officer(user),)


@bp.route("/import", methods=["GET", "POST"])
@requires(is_officer)
def import_sheet():
    """Upload a sheet; a trial shows its result at once and leaves nothing."""
    form = ImportForm()
    run = _start(form) if form.validate_on_submit() else None
    if run is None:
        runs = queries.import_runs()
        return render_template(
            "talent/import.html", form=form, runs=runs
        ), 422 if form.is_submitted() else 200
    if run.dry_run:
        return render_template("talent/import_run.html", run=run)
    return redirect(url_for("talent.import_run", run_id=run.id))


def _start(form):
    upload = form.file.data
    if not upload or not upload.filename:
        form.file.errors = ["请选择要导入的 Excel 文件。"]
        return None
    options = {name: form[name].data for name in ("dry_run", "all_or_none", "admits")}
    try:
        return imports.start(current_user, upload.filename, upload.read(), **options)
    except RefusedFile as refused:
        form.file.errors = [refused.sentence]
        return None


@bp.get(f"/import/<{ID}:run_id>")
@requires(is_officer)
def import_run(run_id):
    """What came of an import; while it runs the page looks again by itself."""
    run = load(ImportRun, run_id, ANY_OFFICER)
    response = make_response(render_template("talent/import_run.html", run=run))
    if run.is_running:
        response.headers["Refresh"] = str(REFRESH)
    return response
