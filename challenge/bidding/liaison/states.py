"""States of a contact between team and demander, and of the agreement that comes of it."""

from core.workflow import State


class L(State):
    """对接 (liaison)."""

    ASKED = "asked", "待回应", "wait"
    CONNECTED = "connected", "已对接", "work"
    DECLINED = "declined", "未同意", "quiet"
    WITHDRAWN = "withdrawn", "已撤回", "quiet"


LIVE = (L.ASKED, L.CONNECTED)


class AG(State):
    """合作协议 (agreement)."""

    OFFERED = "offered", "待双方确认", "wait"
    IN_FORCE = "in_force", "已生效", "good"
    ENDED = "ended", "已解除", "quiet"
