"""“Then … is told that …” of custody."""

from accounts.mailbox import tell
from challenge.custody import queries

LAST = {True: "，请尽快接纳新的保管人", False: ""}


def tell_retired(custodian, left):
    """The other custodians, and who handles the lists that fewer pairs can open now; `left` as `queries.left_without`."""
    people = {one.user_id for one in queries.enrolled()} | {one.handler_id for one, _now, _left in left}
    lines = [f"{one.code}：可开启的组合还有 {pairs} 组" + LAST[pairs == 1] for one, _now, pairs in left]
    subject = f"{custodian.user.display_name}已退出保管人"
    tell(people - {custodian.user_id, None}, subject, "\n".join(lines), "/desk/custodians")
