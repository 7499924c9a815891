"""Texts of consent: what was agreed to in which version."""

from talent import consents


def test_a_former_text_is_kept_and_an_unchanged_one_stands_in_the_newer_version():
    assert "揭榜团队" in consents.text_of("recommendation", consents.VERSION)
    assert "揭榜团队" not in consents.text_of("recommendation", "2026-1")
    assert consents.text_of("review", "2026-1") == consents.TEXTS["review"]


def test_versions_that_name_teams_say_so():
    assert consents.VERSION in consents.NAME_TEAMS
    assert all("揭榜团队" in consents.text_of("recommendation", one) for one in consents.NAME_TEAMS)
