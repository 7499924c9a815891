"""Action of the one correction (补正) in the formal check; what was sealed stays as it was."""

from challenge.bidding import receipts, sealing
from challenge.bidding.content import CORRECTABLE
from challenge.posting.actions.drafting import add_file
from core import clock, workflow


def correct(actor, bid, texts, deviations, test_plans, files=()):
    """Replace the texts that may be corrected, keep the former ones beside them, add files, give a receipt.

    `deviations` and `test_plans` are texts by promise id; `files` are pairs (what the inspection found, bytes).
    """
    before = corrected_part(bid)
    for name in CORRECTABLE:
        setattr(bid.content, name, texts[name])
    for promise in bid.promises:
        promise.deviation = deviations.get(promise.id, promise.deviation)
        promise.test_plan = test_plans.get(promise.id, promise.test_plan)
    added = [_attach(actor, bid, found, data) for found, data in files]
    after = corrected_part(bid)
    changed = {key: [before[key], after[key]] for key in before if before[key] != after[key]}
    whole = {"bid": bid.code, "original": bid.digest, "corrected": after}
    found = sealing.digest_of(whole | ({"files": [one.sha256 for one in added]} if added else {}))
    entry = {"at": clock.now().isoformat(), "digest": found, "changes": changed}
    entry["files"] = [one.name for one in added]
    bid.content.corrections = [*bid.content.corrections, entry]
    workflow.apply(actor, bid, "correct", digest=found)
    return receipts.issue(bid, "corrected", found)


def _attach(actor, bid, found, data):
    return add_file(actor, found, sealing.store_file(bid, data), owner_type="bid", owner_id=bid.id)


def corrected_part(bid):
    """The texts a correction may change, by what the reader calls them."""
    texts = {label: getattr(bid.content, name) for name, label in CORRECTABLE.items()}
    for promise in bid.promises:
        texts[f"{promise.indicator.name}：测试方案"] = promise.test_plan
        texts[f"{promise.indicator.name}：偏离说明"] = promise.deviation
    return texts
