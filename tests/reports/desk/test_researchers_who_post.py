"""A researcher who has posted a result (成果转化) finds on the desk what waits for the poster, as an enterprise does."""

from challenge.states import Mode
from reports.desk.duties import duties
from tests import world
from tests.challenge.delivery.acceptance import scene as accepting
from tests.challenge.delivery.milestones import scene as milestones
from tests.challenge.delivery.tolerance import scene as tolerance


def posted():
    """(researcher, what a list of it is made of)."""
    person, programme = world.user("researcher"), world.programme(mode=Mode.TRANSFER)
    facts = {"author": person, "organisation_id": person.organisation_id}
    return person, {"mode": Mode.TRANSFER, "programme_id": programme.id, **facts}


def test_an_opinion_on_a_milestone(app, client_of):
    person, facts = posted()
    _officer, project, _row = milestones.submitted(**facts)
    assert ("填写转化节点意见" in client_of(person).get("/desk").text, project.state.value) == (
        True,
        "active",
    )


def test_a_certificate(app, client_of):
    person, facts = posted()
    accepting.submitted(**facts)
    assert "出具转化情况证明" in client_of(person).get("/desk").text


def test_a_statement_on_tolerance(app, client_of, now):
    person, facts = posted()
    tolerance.begun(now, **facts)
    assert "容错评议陈述情况" in [one.what for one in duties(person)]
