"""The printed minutes of an opening (开标记录): the facts of their page, with lines to sign on."""

from challenge.bidding import opening_pages
from challenge.bidding.queries import finished_opening
from core import documents, settings
from core.formats import moment


def pdf(challenge) -> bytes:
    """The minutes of the present round as PDF. Raises documents.NotMade."""
    data = settings.issuer() | _data(opening_pages.minutes(challenge))
    return documents.pdf("minutes", data, at=finished_opening(challenge).second_at)


def _data(page):
    challenge, told, at = page["challenge"], page["minutes"], page["at"]
    custodians = told.get("custodians", [])
    kinds = f"（{'，'.join(page['kinds'])}）" if page["kinds"] else ""
    return {
        "title": "开标记录",
        "code": challenge.code,
        "facts": [
            ("榜单", challenge.title),
            ("发榜单位", challenge.organisation.name),
            ("揭榜截止", moment(challenge.deadline)),
            ("密封方式", page["mode"]),
            ("发起", f"{_who(told['first'])}　{at['first']}"),
            *(("保管人", _who(one)) for one in custodians),
            ("见证" if custodians else "确认", f"{_who(told['second'])}　{at['second']}"),
        ],
        "fingerprint": told.get("sealing", {}).get("fingerprint", ""),
        "summary": f"截止时公布摘要 {len(told['published'])} 个，开启 {page['readable']} 份，"
        f"无法开启 {page['lost']} 份{kinds}。{page['verdict'][1]}",
        "supplements": [
            f"补记：{at}，方案 {code} 凭揭榜团队交回的副本补开，摘要与截止时公布的一致。"
            for code, at in page["supplements"].items()
        ],
        "bids": [
            {
                "code": one["code"],
                "organisation": one["organisation"],
                "digest": one["digest"],
                "result": ("已开启" if one["readable"] else one["reason"])
                + ("（答复的是变更前的榜单）" if one["outdated"] else "")
                + (f"（{page['unsigned'][one['code']]}）" if one["code"] in page["unsigned"] else ""),
            }
            for one in told["bids"]
        ],
        "signers": [
            *(("保管人" if custodians else "发起人", one["name"]) for one in custodians or [told["first"]]),
            ("见证人" if custodians else "确认人", told["second"]["name"]),
        ],
    }


def _who(person):
    return f"{person['role']}　{person['name']}"
