"""Where people may be sent: pages of ours, nothing else."""

import pytest

from accounts.redirects import local_page


@pytest.mark.parametrize("target", ["/account", "/account/messages?page=2", "/desk/accounts?q=%E5%BC%A0"])
def test_own_pages(app, target):
    with app.test_request_context("/auth/sign-in"):
        assert local_page(target) == target


@pytest.mark.parametrize(
    "target",
    [
        None,
        "",
        "account",
        "https://evil.example/account",
        "//evil.example/account",
        "///evil.example",
        "//[",
        "http://[",
        "/\\evil.example",
        "\\\\evil.example",
        "/account\r\nSet-Cookie: a=b",
        "/account\t",
        "javascript:alert(1)",
        "http:/account",
        "/%2f%2fevil.example",
        "/no/such/page",
        "/auth/sign-in",
        "/auth/sign-out",
        "/auth/redeem",
        "/static/base.css",
        "/account/messages/read-all",
        "/" + "a" * 600,
    ],
)
def test_everything_else_is_refused(app, target):
    with app.test_request_context("/auth/sign-in"):
        assert local_page(target) is None


def test_below_a_prefix_only_pages_of_the_prefix(app):
    with app.test_request_context("/auth/sign-in", base_url="http://localhost/jbt"):
        assert local_page("/jbt/account") == "/jbt/account"
        assert local_page("/account") is None
