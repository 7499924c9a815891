"""The nets themselves: a fault planted on purpose is caught, an ordinary page is not blamed."""

import pytest
from playwright.sync_api import Error

from tests import world
from tests.browser.checks import axe_violations, sideways


def test_a_signed_in_person_sees_the_desk(browser_of, now):
    person = world.user("officer", display_name="王经办")
    page = browser_of(person)
    page.goto("/desk")
    assert page.locator(".account-name").inner_text() == "王经办"


def test_violations_of_the_policy_are_noted(windows):
    page = windows.open()
    page.goto("/about/style")
    with page.expect_console_message(lambda message: message.text.startswith("CSP")):
        page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">x</p>')")
    assert any("style-src" in fault for fault in windows.faults)
    windows.faults.clear()


def test_script_errors_are_noted(windows):
    page = windows.open()
    page.goto("/about/style")
    with pytest.raises(Error):
        page.evaluate("() => { throw new Error('planted') }")
    with page.expect_event("pageerror"):
        page.evaluate("setTimeout(() => { throw new Error('planted') })")
    assert windows.faults == [f"script error on {page.url}: planted"]
    windows.faults.clear()


def test_axe_finds_a_picture_without_words(windows):
    page = windows.open()
    page.goto("/about/style")
    page.evaluate("document.querySelector('main').append(new Image())")
    assert [line.partition(" ")[0] for line in axe_violations(page)] == ["image-alt"]


def test_a_wide_page_is_found(windows):
    page = windows.open(width=360)
    page.goto("/about/style")
    assert sideways(page) == []
    page.evaluate("""() => {
      const wide = document.createElement("canvas");
      wide.width = 900;
      document.querySelector("main").append(wide);
    }""")
    assert len(sideways(page)) > 0
