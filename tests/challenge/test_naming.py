"""The log offers each kind of entry once."""

from core import naming


def test_one_label_for_one_kind(app):
    kinds = dict(naming.labels())
    assert sorted(set(kinds.values())) == sorted(kinds.values())
    assert {"holiday": "节假日", "secrecy_pledge": "保密承诺书"}.items() <= kinds.items()
    assert {"holidays", "secrecy"} & set(kinds) == set()
