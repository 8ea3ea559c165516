"""Questions of their own kind, such as counts, under hypotheses: they decide a claim only where these can be met.

TRUSTED FOR MEANING.  Owns: `met`.  A sequent shows a model of its hypotheses; a count or a run has none.  Under hypotheses that
nothing satisfies the claim is true whatever the count is, and no theorem (design, section 2, rule 2).
"""

from __future__ import annotations

from symcheck.kernel.polynomial import number
from symcheck.kernel.sequent import Formula, Hypothesis, Sequent
from symcheck.theories.goal_tree import Goal, Leaf, Under
from symcheck.theories.goals import GoalBuilder


def met(builder: GoalBuilder, goal: Goal, under: tuple[Hypothesis, ...]) -> Goal:
    """The goal; of a question that has no hypotheses, where a model of these is shown, also of those only supposed."""
    if not isinstance(goal, Leaf) or isinstance(goal.obligation.question, Sequent) or not (under or builder.letters.given):
        return goal
    stated = tuple(Hypothesis(f"if {h.label}", h.formula) for h in under)
    return Under(builder.leaf(Formula("=", number(0)), stated, "the hypotheses can be met", necessary=False), goal)
