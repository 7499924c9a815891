"""评议组 (panel): experts who deliberate on a project for a purpose (acceptance or tolerance) and vote.

What another room needs of this one, and nothing else:

- `actions.form(officer, project, purpose, round)` makes the panel; `actions.dissolve(project, purpose, move)` ends what
  is left of it when its matter ends otherwise. Everything between (candidates, draw, invitation, declaration, vote,
  count, the chair's opinion) has its page here: `/desk/projects/<code>/panels/<purpose>` (`delivery.panel`).
- `rules.panel_of(project, purpose, round)` is the panel that stands, or None; `rules.sits(user, project, purpose)` says
  whether this person may read the documents (has declared to have no conflict); `rules.panel_concluded(project,
  purpose, round)` is a need: None once the votes are counted and the chair has written the opinion; `rules.majority(
  panel)` is the `Vote` that more than the share of the rule pack has, or None.
- `states.OFFERED[purpose]` is what can be voted; the first needs no note.
- `documents.of[purpose]` is an endpoint taking `code`: where a member reads what is deliberated on. A room sets its own.
- The template `challenge/delivery/panels/_panel.html` has the macro `votes(panel, shown)`: the counted result for
  other pages; `pages.counted(panel)` makes its rows.
"""
