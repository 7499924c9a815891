"""What comes next on the way from a contact to the joint bid, and whose turn it is, for one of the two sides."""

from challenge.bidding.liaison import rules
from challenge.bidding.liaison.states import AG, L
from challenge.bidding.rules import list_takes_bids
from challenge.states import B

_ASKED = {
    True: "已请求对接，等待发榜方答复；答复后您会收到站内信。",
    False: "团队请求对接，轮到贵单位答复：同意的，双方互换联系方式；不同意的，请写明原因。",
}
_DECLINED = {
    True: "发榜方没有同意对接。情况有变化的，可以在榜单页面重新提出。",
    False: "已答复不同意对接，不需再办理。",
}
_CONNECTED = "双方已对接。请与对方商定合作内容，由任何一方拟定合作协议；双方都确认后协议生效。"
_OFFERED = {
    (False, False): "协议已拟定，双方都要确认。轮到您核对后确认；有不同意见的，可以修改后重新发给对方。",
    (False, True): "对方已确认，轮到您核对后确认；有不同意见的，可以修改后重新发给对方。",
    (True, False): "您已确认，等待对方确认；对方确认后协议生效。",
}
_IN_FORCE = {
    True: "合作协议已生效，轮到您编制联合方案，在揭榜截止前提交。",
    False: "合作协议已生效，等待对方编制并提交联合方案。",
}
_RESEALED = {
    True: "协议在方案密封后重新签订，轮到您替换方案后重新提交。",
    False: "协议在方案密封后重新签订，等待对方替换方案。",
}
_SEALED = "联合方案已提交并密封，等待揭榜截止后开标。"
_CLOSED = "榜单现在不能办理对接和协议：{}"


def next_of(liaison, is_team):
    """The sentence for the side that reads, or None when nothing is to be done any more."""
    agreement = rules.standing(liaison)
    if liaison.state is L.WITHDRAWN:
        return None
    if agreement is not None and agreement.state is AG.IN_FORCE:
        return _with_agreement(agreement, is_team)
    if liaison.state is not L.DECLINED and (closed := list_takes_bids(liaison.challenge)):
        return _CLOSED.format(closed)
    if liaison.state is not L.CONNECTED:
        return (_ASKED if liaison.state is L.ASKED else _DECLINED)[is_team]
    return _OFFERED[_confirmed(agreement, is_team)] if agreement is not None else _CONNECTED


def _confirmed(agreement, is_team):
    sides = agreement.team_by_id is not None, agreement.poster_by_id is not None
    return sides if is_team else sides[::-1]


def _with_agreement(agreement, is_team):
    bid, closed = agreement.bid, list_takes_bids(agreement.liaison.challenge)
    if bid is None or bid.state is B.DRAFT:
        return closed or _IN_FORCE[is_team]
    if bid.state is not B.SEALED:
        return None
    return _SEALED if closed or rules.is_signed(bid) else _RESEALED[is_team]
