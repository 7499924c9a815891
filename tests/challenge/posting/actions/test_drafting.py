"""Drafts: made, saved in parts, kept from overwriting each other, attachments, submission."""

import pytest

from challenge.posting.actions import drafting
from challenge.posting.models import Attachment
from challenge.states import C, Comparator, TargetKind
from core import audit, files, workflow
from core.database import db, transaction
from core.errors import Conflict
from core.inspection import RefusedFile
from tests import world

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)  # fmt: skip


def row(name, **facts):
    """Values of an indicator row."""
    return {
        "name": name,
        "comparator": "ge",
        "threshold": "1",
        "unit": "%",
        "weight": 50,
        "is_must": True,
    } | facts


def test_a_draft_knows_its_organisation(app):
    author = world.user("enterprise", email="a@example.com", phone="000")
    with transaction():
        draft = drafting.create_draft(author, title="电堆", targets=[{"kind": "ip", "text": "专利 2 件"}])
    assert (draft.code, draft.state, draft.county, draft.contact_email) == (
        "JB2026-0001",
        C.DRAFT,
        "朔城区",
        "a@example.com",
    )
    assert [(one.kind, one.text) for one in draft.targets] == [(TargetKind.IP, "专利 2 件")]
    assert audit.head().action == "challenge.create"


def test_fields_are_saved_in_parts_and_the_version_counts(app):
    draft = world.challenge(title="旧", background="旧背景")
    before = draft.version
    with transaction():
        drafting.save_draft(draft.author, draft, {"title": "新"}, version=before)
    assert (draft.title, draft.background, draft.version) == ("新", "旧背景", before + 1)
    with transaction():
        drafting.save_draft(draft.author, draft, {"title": "新"})
    assert draft.version == before + 2


def test_an_old_version_is_refused_with_what_is_stored(app):
    draft = world.challenge(title="他人写的")
    old = draft.version - 1
    with pytest.raises(drafting.VersionConflict) as refused, transaction():
        drafting.save_draft(draft.author, draft, {"title": "我写的"}, version=old)
    assert refused.value.stored == {"title": "他人写的"}
    assert draft.title == "他人写的"


def test_a_submitted_demand_is_not_edited(app):
    demand = world.challenge(C.SUBMITTED)
    with pytest.raises(Conflict) as refused, transaction():
        drafting.save_draft(demand.author, demand, {"title": "新"})
    assert str(refused.value).startswith("需求已是“待受理”，不能再修改。")


def test_indicator_rows_keep_their_identity(app):
    draft = world.challenge()
    density, leak = (one.id for one in draft.indicators)
    wanted = [row("漏电流", id=leak, comparator="le"), row("能量密度"), row("新指标")]
    with transaction():
        drafting.save_draft(draft.author, draft, {"indicators": wanted})
    db.session.expire_all()
    kept = [(one.id, one.name, one.comparator) for one in draft.indicators]
    assert kept[:2] == [(leak, "漏电流", Comparator.AT_MOST), (density, "能量密度", Comparator.AT_LEAST)]
    assert kept[2][1] == "新指标"
    with transaction():
        drafting.save_draft(draft.author, draft, {"indicators": []})
    assert draft.indicators == []


def test_attachments_are_inspected_kept_and_forgotten(app):
    draft = world.challenge()
    with transaction():
        kept = drafting.attach(draft.author, draft, "../图纸.png", PNG)
    assert (kept.name, kept.mime, kept.size, kept.is_encrypted) == ("图纸.png", "image/png", len(PNG), True)
    assert files.read(kept.blob, True) == PNG
    assert audit.head().after == {"name": "图纸.png", "sha256": kept.sha256}
    with pytest.raises(RefusedFile), transaction():
        drafting.attach(draft.author, draft, "x.png", b"not a picture")
    with transaction():
        drafting.remove_attachment(draft.author, draft, kept)
    assert db.session.scalars(db.select(Attachment)).all() == []
    assert audit.head().before["name"] == "图纸.png"


def test_at_most_ten_attachments(app):
    draft = world.challenge()
    with transaction():
        for number in range(10):
            drafting.attach(draft.author, draft, f"{number}.png", PNG)
    with pytest.raises(RefusedFile) as refused, transaction():
        drafting.attach(draft.author, draft, "11.png", PNG)
    assert refused.value.sentence == "附件最多 10 个，请先删除不需要的附件。"


def test_submission_needs_the_pledge(app):
    draft = world.challenge(pledged_at=None)
    with pytest.raises(workflow.Refused) as refused, transaction():
        drafting.submit(draft.author, draft, pledged=False)
    assert refused.value.refusal.sentence == "请先阅读并勾选发榜承诺。"
    with transaction():
        drafting.submit(draft.author, draft, pledged=True)
    assert (draft.state, draft.pledged_at is None) == (C.SUBMITTED, False)
