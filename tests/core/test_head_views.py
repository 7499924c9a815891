"""/log: published heads for everybody, as page, table and JSON, with proofs that nothing was rewritten."""

import io

import openpyxl

from core import audit, keys, log_tree
from core.audit import Subject
from core.canonical import canonical
from core.database import transaction
from core.merkle import is_consistent


def published(*sizes):
    """Heads of the log at these sizes."""
    heads = []
    for size in sizes:
        with transaction():
            while (audit.head().seq if audit.head() else 0) < size:
                audit.record(None, "thing.change", Subject("thing", 1))
            head = log_tree.sign_head()
            heads.append(log_tree.document(head))
    return heads


def test_before_the_first_head_the_page_says_so(client):
    assert client.get("/log").status_code == 200
    assert "还没有公布过摘要" in client.text()


def test_everybody_reads_the_heads(client):
    first, second = published(2, 5)
    client.get("/log")
    text = client.text()
    assert text.index(second["root"]) < text.index(first["root"])
    assert keys.public_key_pem().splitlines()[1] in text
    book = openpyxl.load_workbook(io.BytesIO(client.get("/log?export=xlsx").data))
    rows = [[cell.value for cell in row] for row in book.active]
    assert [row[1:] for row in rows] == [
        ["记录数", "摘要", "签名"],
        *([h["size"], h["root"], h["signature"]] for h in (second, first)),
    ]


def test_a_copied_digest_is_found_again(client):
    first, second = published(2, 5)
    client.get(f"/log?root={first['root'][:20].upper()}")
    assert (first["root"] in client.text(), second["root"] in client.text()) == (True, False)
    client.get("/log?least=3")
    assert (first["root"] in client.text(), second["root"] in client.text()) == (False, True)
    client.get("/log?root=ffffffffffffffffffff")
    assert "没有公布过这样的摘要" in client.text()
    assert client.get("/log?least=x").status_code == 200


def test_heads_and_proofs_as_json(client):
    heads = published(3, 7)
    told = client.get("/log/heads.json").json
    assert told == {"public_key": keys.public_key_pem(), "heads": heads}
    for one in told["heads"]:
        assert keys.verify(
            canonical({n: one[n] for n in ("at", "root", "size")}), bytes.fromhex(one["signature"])
        )
    proof = client.get("/log/consistency.json?from=3&to=7").json
    roots = [bytes.fromhex(one["root"]) for one in heads]
    assert is_consistent(3, 7, *roots, [bytes.fromhex(one) for one in proof["proof"]])


def test_proofs_reach_no_further_than_what_was_published(client):
    published(3)
    with transaction():
        audit.record(None, "thing.change", Subject("thing", 1))
    for query in ("from=3&to=4", "from=0&to=3", "from=3&to=2", "", "from=x&to=y"):
        assert client.get(f"/log/consistency.json?{query}").status_code == 404
    assert client.get("/log/consistency.json?from=2&to=3").status_code == 200
