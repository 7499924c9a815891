"""Downloads: the name of the file on the wire."""

import pytest

from core.listing import attachment


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("a-1.json", "attachment; filename=download.json; filename*=UTF-8''a-1.json"),
        ("榜单-1.xlsx", "attachment; filename=download.xlsx; filename*=UTF-8''%E6%A6%9C%E5%8D%95-1.xlsx"),
        ('a"\r\nb', "attachment; filename=download; filename*=UTF-8''a%22%0D%0Ab"),
    ],
)
def test_the_name_of_a_download_is_ascii_on_the_wire(app, name, header):
    with app.test_request_context():
        answer = attachment(b"x", name, "text/plain")
    assert answer.headers["Content-Disposition"] == header
    assert answer.get_data() == b"x"
