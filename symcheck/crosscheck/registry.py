"""The one place where the theories' direct evaluations are put together: a line each.

Owns: `RULES` (operators) and `STATEMENTS` (statement kinds tried before the general ones).  Does not own: any rule.
"""

from __future__ import annotations

from collections.abc import Mapping

from symcheck.crosscheck import (
    calculus,
    densities,
    functions,
    growth,
    images,
    integration,
    limits,
    networks,
    optimality,
    properties,
    quantifiers,
    randomness,
    recurrences,
)
from symcheck.crosscheck.evaluate import Rule, StatementRule

RULES: Mapping[str, Rule] = {
    **functions.RULES,
    **calculus.RULES,
    **integration.RULES,
    **images.RULES,
    **randomness.RULES,
    **densities.RULES,
    **quantifiers.RULES,
    **optimality.RULES,
    **recurrences.RULES,
    **networks.RULES,
}
STATEMENTS: tuple[StatementRule, ...] = (
    *randomness.STATEMENTS,
    *recurrences.STATEMENTS,
    *networks.STATEMENTS,
    *growth.STATEMENTS,
    *integration.STATEMENTS,
    *limits.STATEMENTS,
    *optimality.STATEMENTS,
    *quantifiers.STATEMENTS,
    *properties.STATEMENTS,
)
