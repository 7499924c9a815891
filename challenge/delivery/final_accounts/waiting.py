"""What a list still waits for before it is done: the final account of each project that has passed."""

from challenge.delivery import whose_turn
from challenge.delivery.final_accounts.clocks import waits


def every_account_confirmed(challenge):
    """The final account of each project that has passed was found right. What passed before there were any has none."""
    for one in challenge.projects:
        if waits(one):
            said = "；".join(f"{turn.what}（轮到{turn.who}）" for turn in whose_turn.turns(one))
            return f"项目 {one.code} 的决算{one.final_account.state.label}，核对无误后才能办结。还需办理：{said}。"
    return None
