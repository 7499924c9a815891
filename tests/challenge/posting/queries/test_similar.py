"""Look-alikes and similar lists."""

from challenge.posting.queries import similar
from challenge.states import C
from tests import world


def test_overlap():
    assert similar.overlap(["a", "b"], ["b", "c"]) == 1 / 3
    assert similar.overlap([], []) == 0.0


def test_similar_lists_are_public_and_of_the_same_field(app):
    mine = world.challenge(C.OPEN)
    twin = world.challenge(C.ANNOUNCED)
    far = world.challenge(C.OPEN, title="锂离子电容器", keywords=["预嵌锂"])
    world.challenge(C.OPEN, industry="高端陶瓷")
    world.challenge(C.POOLED)
    world.challenge(C.CANCELLED)
    assert [row.id for row in similar.similar_lists(mine)] == [twin.id, far.id]


def test_a_look_alike_of_the_pool_is_named_to_the_bureau_only(app):
    draft = world.challenge()
    pooled = world.challenge(C.POOLED)
    world.challenge(C.DRAFT)
    other = {"title": "骨料破碎筛分", "difficulty": "粒形差。", "background": "", "content": ""}
    world.challenge(C.OPEN, **other)
    shown = similar.look_alikes(draft, world.user("officer"))
    assert shown == [similar.LookAlike(pooled.code, pooled.title, C.POOLED)]
    assert similar.look_alikes(draft, draft.author) == [similar.LookAlike("", "", C.POOLED)]
    assert similar.look_alikes(world.challenge(title=""), draft.author) == []


def test_closed_words_do_not_make_a_look_alike_for_who_may_not_read_them(app):
    words = {"title": "液流电池电堆", "difficulty": "极板流道与电极压缩率耦合，漏电流难以抑制。"}
    draft = world.challenge(**words)
    closed = {"title": "保密课题", "secrecy": {"difficulty": "directed"}, "keywords": []}
    twin = world.challenge(C.OPEN, **(words | closed))
    assert [one.code for one in similar.look_alikes(draft, world.user("officer"))] == [twin.code]
    assert similar.look_alikes(draft, draft.author) == []
