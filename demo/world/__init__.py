"""The demonstration world: invented people do what real ones would, at past instants, by the real actions."""

from core import clock, settings, workdays
from core.database import transaction
from demo.world import (
    batches,
    bids,
    custodians,
    demands,
    draws,
    envoys,
    experts,
    integrity,
    lists,
    messages,
    modes,
    notices,
    objections,
    openings,
    outcomes,
    panels,
    people,
    programmes,
    projects,
    relations,
    reviews,
    traces,
    units,
)
from demo.world.cast import Cast
from demo.world.script import Script
from demo.world.texts import challenges
from talent import index

PASSWORD = "Sanggan-7-Yanmen"  # noqa: S105 shown to everybody, holds only in a demonstration database
YEARS_BACK = 5
PARENTS_KNOWN = ("firm-consult",)


def build(tell=lambda line: None):
    """Fill an empty database; `tell(line)` hears of the progress. Returns the cast."""
    settings.refresh_demo_clock()
    now = clock.now()
    with transaction():
        year = clock.beijing(now).year
        workdays.seed(year - YEARS_BACK, year + 1)
        _settle()
        tell("已写入节假日表和演示设置。")
        script, cast = Script(now), Cast(password=PASSWORD)
        pool_is_complete = write(script, cast)
        script.play(tell, until=pool_is_complete)
    tell("正在建立推荐索引……")
    index.of_app().load()
    with transaction():
        script.play(tell)
        messages.read_older(now)
    return cast


def _settle():
    settings.put("demo", True)
    settings.put("demo_clock_days", 0)
    settings.put("demo_password", PASSWORD)
    settings.put("demo_accounts", people.accounts())
    settings.put("demo_passphrase", custodians.PASSPHRASE)
    settings.put("demo_phrases", draws.PHRASES)


def write(script, cast):
    """Set all scenes; returns the instant at which the pool of experts is complete."""
    people.stage(script, cast)
    custodians.stage(script, cast)
    for key in PARENTS_KNOWN:
        day = people.LAST_REGISTRATION + 1
        script.affair(f"{key} parent").then(
            day, lambda key=key: units.reveal_parent(cast, key, cast.people["officer2"])
        )
    pool_is_complete = experts.stage(script, cast)
    days_after = (script.today - clock.beijing(pool_is_complete).date()).days - 1
    relations.stage(script, cast, people.LAST_REGISTRATION + 2, -days_after)
    programmes.stage(script, cast)
    ready = {key: _tell_of(script, cast, text) for key, text in challenges().items()}
    batches.stage(script, cast, ready)
    integrity.stage(script, cast)
    envoys.stage(script, cast, ready)
    modes.stage(script, cast)
    outcomes.stage(script, cast)
    traces.stage(script, cast)
    return pool_is_complete


def _tell_of(script, cast, text):
    """Scenes of one demand; returns the instant of the last that follows one another."""
    affair = demands.stage(script, cast, text)
    if "published_days_ago" in text["timing"]:
        published_at = lists.stage(script, cast, affair, text)
        bids.stage(script, cast, text, published_at)
        if text["key"] not in batches.together():
            draws.stage(script, cast, text, published_at)
        openings.stage(script, cast, affair, text)
        reviews.stage(script, cast, affair, text)
        panels.stage(script, cast, affair, text)
        integrity.stage_report(script, cast, text, affair.last)
        notices.stage(cast, affair, text)
        objections.stage(script, cast, affair, text)
        projects.stage(script, cast, affair, text)
    return affair.last
