"""Assignment: which reviewers take which items, the exact optimum with a proof that anybody can check.

    answer = assign(Task(scores, demand=3, most=8, least=1, items=codes, reviewers=people, conflicts=…, locks=…))

gives an `Assignment` (pairs, objective, prices that prove it, fairness) or an `Infeasible` that says why not;
`verify(task, pairs, prices)` checks an assignment without any solver.
"""

from matching.assign.fairness import Fairness
from matching.assign.proof import verify
from matching.assign.shortage import Infeasible, Shortage
from matching.assign.solve import Assignment, assign
from matching.assign.task import Prices, Task

__all__ = ["Assignment", "Fairness", "Infeasible", "Prices", "Shortage", "Task", "assign", "verify"]
