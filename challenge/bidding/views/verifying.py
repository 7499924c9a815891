"""/verify: anybody checks a receipt, from its file or its text; nothing is kept."""

from flask import render_template
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import TextAreaField
from wtforms.validators import Length

from challenge.bidding.verifying import checks, is_genuine
from challenge.bidding.views.blueprint import bp
from core.gates import public

MOST = 20_000
EMPTY = "请选择电子回执文件，或粘贴其全部内容。"


class ReceiptForm(FlaskForm):
    """A file, or else what stands in it."""

    file = FileField("电子回执（JSON 文件）")
    text = TextAreaField("或者粘贴文件的全部内容", [Length(max=MOST, message=f"最多 {MOST} 个字符。")])

    def given(self) -> bytes:
        """The bytes to be checked; blanks around pasted text do not count."""
        if self.file.data:
            return self.file.data.read(MOST + 1)
        return (self.text.data or "").strip().encode(errors="replace")


@bp.get("/verify")
@public
def verify():
    """The empty form."""
    return render_template("challenge/bidding/verify.html", form=ReceiptForm(), found=None)


@bp.post("/verify")
@public
def verify_receipt():
    """What the check of each step says."""
    form = ReceiptForm()
    data = form.given() if form.validate_on_submit() else b""
    if not data and not form.errors:
        form.file.errors = [EMPTY]
    found = checks(data) if data else None
    page = render_template(
        "challenge/bidding/verify.html", form=form, found=found, genuine=found and is_genuine(found)
    )
    return page, 200 if found else 422
