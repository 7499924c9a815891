"""The page with all components: everything is drawn, and nothing needs an inline style or script."""

from core import style_guide


def test_every_component_is_drawn_in_every_state(client):
    response = client.get("/about/style")
    assert response.status_code == 200
    drawn = {name for node in client.page.iter() for name in (node.get("class") or "").split()}
    tags = {f"tag-{tone}" for tone, _ in style_guide.TONES}
    notices = {"notice-good", "notice-info", "notice-wait", "notice-bad"}
    steps = {"btn-seal", "btn-primary", "btn-secondary", "btn-danger", "btn-quiet", "btn-refused"}
    places = {
        "process-done",
        "process-here",
        "process-ahead",
        "process-ended",
        "countdown-urgent",
        "countdown-past",
    }
    charts = {
        "radar-shape",
        "bar-fill",
        "gantt-today",
        "chain-quiet",
        "chain-bad",
        "chain-good",
        "cell-little",
        "cell-enough",
        "cell-line",
        "scale-zone",
        "room-fact",
    }
    fields = {"field-bad", "field-error", "field-rows", "check-field", "input-date", "with-suffix"}
    assert (tags | notices | steps | places | charts | fields) - drawn == set()


def test_refused_steps_stay_visible_with_their_sentence(client):
    client.get("/about/style")
    assert [node.text for node in client.all("span", class_="step-reason")] == [style_guide.WAITS]


def test_no_element_carries_a_style_or_a_handler(client):
    client.get("/about/style")
    names = {name for node in client.page.iter() for name in node.attrib}
    assert {name for name in names if name == "style" or name.startswith("on")} == set()
    assert [node.get("src") for node in client.all("script") if not node.get("src")] == []


def test_errors_are_named_with_their_row_and_linked_to_the_field(client):
    client.get("/about/style")
    links = [
        (node.get("href"), node.text)
        for node in client.all("a")
        if (node.get("href") or "").startswith("#wrong")
    ]
    assert links == [
        ("#wrong-title", "榜单名称：请填写榜单名称。"),
        ("#wrong-problem", "难题描述：请写清现状、差距和试过的办法。"),
        ("#wrong-reward", "悬赏金额：请填写悬赏金额。"),
        ("#wrong-indicators-0-name", "技术指标第 1 行 指标名称：请填写指标名称。"),
        ("#wrong-indicators-1-name", "技术指标第 2 行 指标名称：请填写指标名称。"),
        ("#wrong-agreed", "我同意揭榜挂帅诚信承诺：请先阅读并勾选承诺。"),
    ]
