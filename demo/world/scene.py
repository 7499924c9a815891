"""One event of the history of a project, with the rows and people it speaks of."""

from challenge.delivery.states import Payer
from core import inspection
from demo.world.agreement import document
from demo.world.parties import account_of


class Scene:
    """An event with the rows it speaks of."""

    def __init__(self, cast, text, event):
        self.cast, self.text, self.event = cast, text, event
        self.lane = event.get("lane", 1)
        self.project = cast.projects[text["key"]][self.lane - 1]

    def person(self, party):
        """The account of a side."""
        return self.cast.people[account_of(self.text, party, self.lane)]

    @property
    def milestone(self):
        """The milestone of this number."""
        return next(one for one in self.project.milestones if one.number == self.event["milestone"])

    @property
    def payment(self):
        """What this payer pays at this milestone, as planned or as a settlement has valued it."""
        said = (self.event["milestone"], Payer(self.event["payer"]), self.event.get("valued", False))
        rows = self.project.payments
        return next(one for one in rows if (one.milestone, one.payer, one.is_valued) == said)

    def values(self):
        """{id of the indicator: what was measured}."""
        told = self.event.get("values", {})
        return {one.id: told[one.name] for one in self.project.indicators if one.name in told}

    def uploads(self):
        """The report as a document, where there is one."""
        name = self.event.get("file")
        if name is None:
            return []
        data = document([name, self.text["title"], self.event["text"], "本文件为演示系统生成的示例。"])
        return [(inspection.inspect(f"{name}.docx", data), data)]
