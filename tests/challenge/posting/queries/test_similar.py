"""Look-alikes and similar lists."""

from challenge.posting.queries import similar
from challenge.states import C
from tests import world


def test_similar_lists_are_public_and_of_the_same_matter(app):
    mine = world.challenge(C.OPEN)
    near = {"title": "液流电池电堆的漏电流", "difficulty": "漏电流难以抑制。", "industry": "高端陶瓷"}
    other = {"title": "骨料破碎筛分", "difficulty": "粒形差。", "keywords": ["筛分"]}
    twin, of_another_field = world.challenge(C.ANNOUNCED), world.challenge(C.OPEN, **near)
    world.challenge(C.OPEN, **other), world.challenge(C.POOLED), world.challenge(C.CANCELLED)
    assert [row.id for row in similar.similar_lists(mine)] == [twin.id, of_another_field.id]
    assert similar.similar_lists(world.challenge(C.OPEN, title="亚麻籽", difficulty="苦味。")) == []


def test_what_continues_a_list_is_not_like_it(app):
    lapsed = world.challenge(C.LAPSED)
    again = world.challenge(C.OPEN, lineage_id=lapsed.id)
    assert similar.similar_lists(again) == []


def test_closed_words_do_not_make_a_list_similar(app):
    mine = world.challenge(C.OPEN, title="课题甲", secrecy={"difficulty": "directed"})
    world.challenge(C.OPEN, title="骨料破碎筛分")
    assert similar.similar_lists(mine) == []


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
