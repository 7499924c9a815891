"""What the crawl must find, as literals: a new route, a new reader or a new place of a mark is written here, or fails."""

# What a team sees of its own bid before the opening.
TEAM_SEES = {
    "bidding.copy",
    "bidding.detail",
    "bidding.edit",
    "bidding.files",
    "bidding.member",
    "bidding.members",
}
# From the deadline on these show the digests, and so their number.
DIGESTS = {"bidding.public_opening", "bidding.digests_document", "bidding.opening", "feed.feed"}

_OF_A_PROPOSAL = "shows a batch whose proposal is there; batches take lists after their opening alone"
_A_STEP = "asks to confirm a step that nobody here can make now; the page that offers it is reached"
_A_FILE = "one file by its number; the page that lists the files is reached"
_A_PROJECT = "a project is made of a result that is announced; this world has none"
_A_LAPSE = "a list lapses after its opening alone; none here has"
# Nobody gets a page of these in this world, and why that hides nothing of a bid.
UNREACHED = {
    "account.step": _A_STEP,
    "auth.second_factor": "stands between the two halves of signing in",
    "batches.edit": _OF_A_PROPOSAL,
    "batches.experts": _OF_A_PROPOSAL,
    "batches.panel": _OF_A_PROPOSAL,
    "batches.step": _OF_A_PROPOSAL,
    "batches.undo": _OF_A_PROPOSAL,
    "batches.version": _OF_A_PROPOSAL,
    "batches.version_facts": _OF_A_PROPOSAL,
    "bidding.correct": "the team's own form after a formal check",
    "bidding.invitation": "for a person asked to join who has not answered",
    "bidding.invite_expert": _A_STEP,
    "bidding.link_invitation": "for whoever holds the link that the team has sent",
    "corrections.refuse": _A_STEP,
    "delivery.contract": _A_PROJECT,
    "delivery.detail": _A_PROJECT,
    "delivery.indicators": _A_PROJECT,
    "delivery.milestone": _A_PROJECT,
    "delivery.milestone_file": _A_PROJECT,
    "delivery.milestones": _A_PROJECT,
    "delivery.enter_expense": _A_PROJECT,
    "delivery.expense_file": _A_PROJECT,
    "delivery.expenses": _A_PROJECT,
    "delivery.ledger": _A_PROJECT,
    "delivery.of_list": _A_PROJECT,
    "delivery.payment": _A_PROJECT,
    "delivery.payment_file": _A_PROJECT,
    "delivery.payment_step": _A_PROJECT,
    "delivery.signed_copy": _A_PROJECT,
    "delivery.step": _A_PROJECT,
    "delivery.strike_expense": _A_PROJECT,
    "delivery.transfers": _A_PROJECT,
    "delivery.version": _A_PROJECT,
    "demo.clock": "exists in a demonstration alone",
    "forgotten.open_link": "needs a link that has been sent",
    "heads.consistency_document": "a proof between two sizes of the log, made of hashes",
    "lapsed.analysis": _A_LAPSE,
    "lapsed.split": _A_LAPSE,
    "objections.file": _A_FILE,
    "organisations.drop_name": _A_STEP,
    "posting.answer": _A_STEP,
    "posting.download": _A_FILE,
    "posting.publish": "sends on to the page that publishes several",
    "posting.step": _A_STEP,
    "review.feedback": "the team's own scores once the notice is published",
    "review.leave_task": _A_STEP,
    "review.step_draw": _A_STEP,
    "review.step_reviewer": _A_STEP,
    "review.submit_task": _A_STEP,
    "talent.edit": "a profile of somebody without an account",
    "talent.edit_mine": "a part of the own profile; the profile itself is reached",
    "talent.step_mine": _A_STEP,
}

_OPENED = "reads the bids of a list after its opening"
# Requests of non-members that read the tables of bids before an opening, and whose.
ABOUT_OTHERS = {
    "batches.detail": _OPENED,
    "batches.step": _OPENED,
    "batches.undo": _OPENED,
    "batches.versions": _OPENED,
    "bidding.desk_list": "bids of the reader, and opened ones",
    "delivery.desk_list": "the bid that won, of each project",
    "delivery.payments": "the bid that won, of each project",
    "desk.desk": "bids of the reader, and opened ones",
    "feed.feed": "the digests of lists that have closed",
    "log.entries": "the codes of opened bids, to look for one",
    "objections.desk_list": _OPENED,
    "objections.detail": _OPENED,
    "objections.paper": _OPENED,
    "objections.record": _OPENED,
    "objections.register": _OPENED,
    "objections.step": _OPENED,
    "recommend.solvers": "how often a candidate has won, from announced lists",
    "review.save_draft": _OPENED,
    "review.score": _OPENED,
    "review.submit_task": _OPENED,
    "review.task": _OPENED,
}
# Of these alone the address may name the list that is not opened yet.
NAMES_THE_LIST = {"recommend.solvers"}

_STAFF = {"officer", "leader", "supervisor"}  # the officer in charge; all stand apart from the bidders
_TEAMS = {"leader of custodians sealed", "leader of platform replacing", "leader of custodians draft"}
# Where a mark stands after the opening, and for whom. Not the poster, rivals, experts who have not declared, auditors.
OPENED = {
    "bidding.detail": _STAFF | _TEAMS,
    "bidding.file": _STAFF | {"leader of custodians sealed"},
    "bidding.member": {"leader of custodians sealed"},
    "bidding.members": _TEAMS,
    "review.check": {"officer"},
}
