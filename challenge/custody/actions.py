"""Verbs of custody: enrol, change the passphrase, retire, admit to an existing list; the key of a publication."""

from accounts import passwords
from challenge.custody import keys, messages, queries, rules
from challenge.custody.models import Custodian
from core import audit, clock, envelopes, passphrases
from core.database import db
from core.errors import Conflict

SAME = "保管口令不能与登录密码相同，请另取一个。"


def fault_of_new(user, passphrase):
    """Why this person may not take this passphrase, or None."""
    found = passphrases.fault(passphrase)
    if found is None and passwords.matches(user.password_hash, passphrase):
        return SAME
    return found


def enrol(user, passphrase):
    """Make the key pair of a custodian; the private half goes under the passphrase at once."""
    if not rules.keeps_keys(user):
        raise Conflict("只有经办、监督和局领导可以登记为保管人。")
    if queries.custodian_of(user) is not None:
        raise Conflict("您已登记为保管人。")
    private, public = envelopes.new_pair()
    now = clock.now()
    row = Custodian(user=user, public=public, enrolled_at=now, changed_at=now)
    row.secret = passphrases.lock(private, passphrase, row.bound)
    db.session.add(row)
    _record(user, "enrol", row, "登记为保管人")
    return row


def change_passphrase(user, custodian, present, passphrase):
    """Put the same private half under a new passphrase; raises WrongPassphrase or Damaged."""
    private = keys.private_half(custodian, present)
    custodian.secret = passphrases.lock(private, passphrase, custodian.bound)
    custodian.changed_at = clock.now()
    _record(user, "change", custodian, "更换保管口令")


def retire(user, custodian):
    """Give up custody: the private half is destroyed, new lists do without this person."""
    left = queries.left_without(custodian)
    stranded = [one for one, _now, pairs in left if pairs == 0]
    if stranded:
        codes = "、".join(one.code for one in stranded)
        raise Conflict(
            f"您退出后，榜单 {codes} 将无人能够开标。请先由其他保管人接纳新的保管人，或待开标后再退出。"
        )
    custodian.retired_at, custodian.secret = clock.now(), None
    _record(user, "retire", custodian, "退出保管人")
    messages.tell_retired(custodian, left)


def make_key(actor, challenge):
    """The key of a list that is being published; its fingerprint and the mode go into the public log."""
    key = keys.make(challenge)
    sealing = rules.sealing_of(challenge)
    what = f"密封方式：{sealing.label}" + (f"，公钥指纹 {key.fingerprint}" if key.public else "")
    held = sorted({one.id for share in key.shares for one in share.custodians})
    after = {"mode": sealing.mode, "fingerprint": key.fingerprint, "custodians": held}
    audit.record(actor, "challenge.key", challenge, what, after=after, public=True)


def admit(actor, challenge, newcomer, presented):
    """Let a custodian who enrolled later help to open this list; two present custodians unlock its key for that."""
    keys.admit(challenge, newcomer, presented)
    names = "、".join(custodian.user.display_name for custodian, _ in presented)
    what = f"{names}接纳{newcomer.user.display_name}为本榜单保管人"
    audit.record(actor, "challenge.admit_custodian", challenge, what, after={"custodian": newcomer.id})


def _record(user, action, row, what):
    after = {"fingerprint": envelopes.fingerprint(row.public)}
    audit.record(user, f"custodian.{action}", row, what, after=after)
