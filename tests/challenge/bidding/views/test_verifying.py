"""/verify: a file or pasted text, from anybody; wrong input is told."""

import io

import pytest

from challenge.bidding import receipts
from challenge.states import C
from core.canonical import canonical
from tests import bids, world


@pytest.fixture
def data(app):
    return canonical(receipts.document(bids.sealed(world.challenge(C.OPEN)).receipts[0]))


def test_a_file_is_checked(client, data):
    client.get("/verify")
    answer = client.post("/verify", data={"file": (io.BytesIO(data), "r.json")})
    told = client.text()
    assert (answer.status_code, "回执有效" in told, told.count("相符"), told.count("待核验")) == (
        200,
        True,
        4,
        1,
    )
    assert ("未公布" in told, "请在截止后再核验一次" in told) == (True, True)


def test_pasted_text_is_checked_and_stays(client, data):
    client.post("/verify", data={"text": f"\n {data.decode()} \n"})
    assert "回执有效" in client.text()
    client.post("/verify", data={"text": data.decode().replace("submitted", "withdrawn")})
    assert ("回执无效" in client.text(), "签名与内容不符" in client.text()) == (True, True)
    (box,) = [one for one in client.all("textarea") if one.get("name") == "text"]
    assert "withdrawn" in "".join(box.itertext())


def test_nothing_and_too_much_are_told(client):
    assert client.post("/verify", data={}).status_code == 422
    assert "请选择电子回执文件，或粘贴其全部内容。" in client.text()
    assert client.post("/verify", data={"text": "x" * 20_001}).status_code == 422
    assert "最多 20000 个字符" in client.text()
    answer = client.post("/verify", data={"file": (io.BytesIO(b"x" * 30_000), "r.json")})
    assert (answer.status_code, "不是本平台的电子回执" in client.text()) == (200, True)


def test_the_downloaded_receipt_is_what_is_checked(client, client_of):
    bid = bids.sealed(world.challenge(C.OPEN))
    file = client_of(bid.leader).get(f"/desk/bids/{bid.code}/receipts/1.json").data
    client.post("/verify", data={"file": (io.BytesIO(file), "r.json")})
    assert "回执有效" in client.text()
