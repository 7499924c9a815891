"""Control characters never reach a form, a query or a page."""

import io

from flask import jsonify, request

from core.gates import public
from core.typed import cleaned


def _echo():
    files = {name: upload.filename for name, upload in request.files.items()}
    return jsonify(args=request.args.to_dict(flat=False), form=request.form.to_dict(flat=False), files=files)


def test_tabs_and_line_breaks_stay():
    assert cleaned("一\t二\r\n三\x00\x0b\x7f\x85\ufdd0\ufffe\U0010ffff四👩‍👧") == "一\t二\r\n三四👩‍👧"


def test_other_values_stay_as_they_are():
    assert [cleaned(one) for one in (None, 3, b"\x00")] == [None, 3, b"\x00"]


def test_parameters_fields_and_their_names_are_cleaned(own_app):
    own_app.add_url_rule("/echo", "echo", public(_echo), methods=["POST"])
    data = {"a\x01": ["b\x00c", "d"], "file": (io.BytesIO(b"x"), "f.pdf")}
    answer = own_app.test_client().post("/echo?q=%00液%C2%80流&q=2", data=data).json
    assert answer == {"args": {"q": ["液流", "2"]}, "form": {"a": ["bc", "d"]}, "files": {"file": "f.pdf"}}


def test_an_address_with_a_control_character_leads_nowhere(client):
    assert client.get("/challenges/a%00b").status_code == 404
