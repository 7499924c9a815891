"""Where the money of a contract departs from a rule, the officer says why before the sides are asked."""

import pytest

from challenge.delivery.contracts import actions
from challenge.delivery.states import K
from core.audit import AuditEntry
from core.database import db, transaction
from core.workflow import Refused
from tests.challenge.delivery import scene


def test_a_departure_from_a_rule_is_explained(app, client_of):
    officer, project, contract = scene.drafted()
    with pytest.raises(Refused, match=r"规则核对有 1 项不符.*请写明理由"), transaction():
        actions.offer(officer, contract, contract.version)
    desk, page = client_of(officer), f"/desk/projects/{project.code}/contract"
    typed = {"seen": str(contract.version), "checked": "y"}
    answer = desk.post(f"{page}/offer", data=typed)
    assert (answer.status_code, "请写明理由后再发出" in answer.get_data(as_text=True)) == (422, True)
    assert desk.post(f"{page}/offer", data=typed | {"check_reason": scene.WHY}).status_code == 302
    db.session.expire_all()
    assert (contract.state, contract.check_reason) == (K.OFFERED, scene.WHY)
    logged = db.session.query(AuditEntry).filter_by(action="contract.explain").one()
    assert logged.after["reason"] == scene.WHY
    for person in scene.sides(project):
        assert f"经办人说明的理由：{scene.WHY}" in client_of(person).get(page).get_data(as_text=True)
