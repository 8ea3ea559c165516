"""A refutation as a program of plain Python that anyone can run, without symcheck: the values, both sides, that they differ.

Owns: `program`.  The claim as written is evaluated where that is short (expressions.py); else what the kernel made of it
(networks.py).  What neither can say is said in words, never guessed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from flint import arb

from symcheck.decide import Refuted
from symcheck.diagnosis.findings import facts_text
from symcheck.explain.expressions import Expressions
from symcheck.explain.located import Located
from symcheck.explain.networks import polynomial_code, sequent_lines, size_code
from symcheck.explain.propositions import Propositions
from symcheck.explain.python_functions import is_exact
from symcheck.explain.python_names import Names, Unwritable, array, comment, literal
from symcheck.kernel.evaluation import Array, Model, enclosure, interpreted
from symcheck.kernel.functions import ball
from symcheck.kernel.polynomial import Polynomial, letters_of
from symcheck.kernel.quadrature import Closed
from symcheck.kernel.real_line import RealLine
from symcheck.kernel.sequent import Member, Sequent
from symcheck.language.context import Context, Kind
from symcheck.language.errors import LanguageError
from symcheck.language.reading import read
from symcheck.language.substitution import substitute
from symcheck.language.terms import Term, free_symbols, subterms
from symcheck.theories.lowering import Obligation
from symcheck.version import VERSION

HEAD = (f"# written by symcheck {VERSION}; runs without it: python needs NumPy only", "import math", "import numpy as np")
VERDICT = 'print("the claim is", "true here" if truth else "FALSE here")'
FALSE = "FALSE here"
CLOSEST = 1e-11  # a relative difference that a program in doubles is trusted to see


def program(found: Located) -> str:
    """The program, which prints FALSE; or comments that say why there is none.  All of it is ours but names and numbers."""
    reasons = []
    for write in (_of_claim, _of_question):
        try:
            names = Names()
            body = list(write(found, names))
        except Unwritable as reason:
            reasons.append(str(reason))
            continue
        uses = "\n".join((*body, *names.helpers.values()))
        imports = [line for line in HEAD if line != "import math" or "math." in uses]
        if "Fraction" in uses:
            imports.insert(1, "from fractions import Fraction")
        return "\n".join((*imports, *comment(f"claim: {found.claim.text}"), *names.helpers.values(), "", *body)) + "\n"
    refuted = found.decision.refuted
    said = facts_text(refuted.facts) if refuted is not None else ""
    why = "; ".join(dict.fromkeys(reasons))
    lines = [f"There is no program of a dozen lines for this refutation: it would have to say {why}."]
    lines += [f"What the kernel found: {said}."] if said else []
    return "\n".join(line for text in lines for line in comment(text)) + "\n"


# ---- the claim as written


def _of_claim(found: Located, names: Names) -> Iterator[str]:
    refuted = found.decision.refuted
    if refuted is None and not found.undefined:
        raise Unwritable("a proof of the contrary")
    statement, given, context = found.question.statement, found.question.given, found.question.context
    values, sizes = _point(found)
    if refuted is not None:
        _require_apart(refuted)
    if refuted is not None and refuted.obligation.distributions:
        raise Unwritable("random symbols")
    for name, text in refuted.obligation.instance if refuted is not None else ():
        if name in free_symbols(statement) or name in context.symbols:
            try:
                put = read(text, context).term
            except LanguageError:
                raise Unwritable(f"the value of `{name}`") from None
            statement = substitute(statement, name, put)
            given = tuple((label, substitute(t, name, put)) for label, t in given)
    exact = all(is_exact(t, context) for t in (statement, *(t for _, t in given))) and all(
        not isinstance(v, str) for v in values.values()
    )
    writer = Expressions(context, names, exact=exact)
    said = _assigned(writer, sizes, values)
    needed = {n for t in (statement, *(t for _, t in given)) for n in _reached(t, found)}
    for name in (*sizes, *values):
        if name in needed or name in sizes:
            yield said[name]
    propositions = Propositions(writer, found.claim.tolerance)
    strict = bool(found.undefined) or (refuted is not None and "side is not" in refuted.obligation.label)
    texts = {g.label: g.text for g in found.claim.given}
    for label, term in given:
        try:
            truth = propositions.truth(term)
        except Unwritable:
            yield from comment(f"a hypothesis that holds here: {texts.get(label, label)}")
            continue
        yield f"print({literal(texts.get(label, label))}, bool({truth}))"
    if strict and statement.op == "rel":
        names.helper("value")
        yield "np.seterr(all='raise')"
        for side, term in zip(("left", "right"), statement.args, strict=True):
            yield f"{side} = value(lambda: {writer.text(term)})"
            yield f'print("{side} side:", {side})'
        yield "truth = isinstance(left, str) == isinstance(right, str)  # both have a value, or neither"
    else:
        yield from propositions.lines(statement)
    yield VERDICT


def _reached(term: Term, found: Located) -> set[str]:
    """The symbols that a term speaks of, through definitions too."""
    context, seen, waiting = found.question.context, set[str](), [term]
    while waiting:
        for t in subterms(waiting.pop()):
            name = str(t.value)
            if t.op in {"sym", "apply"} and name not in seen:
                seen.add(name)
                if name in context.definitions and name not in context.symbols:
                    waiting.append(context.definitions[name].body)
    return seen


def _point(found: Located) -> tuple[Mapping[str, Array | str], Mapping[str, int]]:
    """Values of the declared symbols (exact, or the code of a number), and the sizes."""
    refuted = found.decision.refuted
    if refuted is None:
        return {}, {}
    obligation, counter = refuted.obligation, refuted.counter
    if isinstance(obligation.question, RealLine):
        return _on_line(obligation, refuted.facts), {}
    if isinstance(obligation.question, Closed):
        return {}, {}
    if "diverges" in obligation.label:
        raise Unwritable("that an integral diverges: " + obligation.label)
    if counter is None or not isinstance(obligation.question, Sequent):
        raise Unwritable("more than values of symbols" if refuted.facts else "a proof of the contrary")
    values: dict[str, Array | str] = dict(_put_together(obligation.values_at(counter.model), found.question.context))
    sizes = obligation.sizes_at(counter.model.sizes)
    for name, q in obligation.point:
        if name in found.question.context.symbols:
            values[name] = ((q,),)
        else:
            sizes[name] = int(q)
    return values, sizes


def _put_together(values: Mapping[str, Array], context: Context) -> Mapping[str, Array]:
    """Entries `z[1]`, `M[1, 2]` as arrays again; an entry that the claim does not speak of is 0."""
    arrays = dict(values)
    for name, value in values.items():
        stem, bracket, rest = name.partition("[")
        kind = context.symbols.get(stem)
        if not bracket or not isinstance(kind, Kind) or kind.properties or kind.domain is not None:
            continue
        rows, cols = kind.shape.rows.constant, kind.shape.cols.constant
        at = [int(k) - 1 for k in rest.rstrip("]").split(",")]
        if rows is None or cols is None:
            continue
        i, j = (at[0], 0) if cols == 1 else (0, at[-1]) if rows == 1 else (at[0], at[-1])
        grid = [list(row) for row in arrays.get(stem, ((Fraction(0),) * cols,) * rows)]
        grid[i][j] = value[0][0]
        arrays[stem] = tuple(tuple(row) for row in grid)
    return arrays


def _require_apart(refuted: Refuted) -> None:
    """Two sides that doubles do not tell apart have no program in doubles."""
    obligation, counter = refuted.obligation, refuted.counter
    if obligation.sides is None or counter is None or not isinstance(obligation.question, Sequent):
        return
    at = interpreted(counter.model, obligation.question.atoms)
    if not at.enclosed:
        return
    try:
        left, right = (enclosure(p, at) for p in obligation.sides)
    except (KeyError, ZeroDivisionError):
        return
    pairs = [(a, b) for row, other in zip(left, right, strict=True) for a, b in zip(row, other, strict=True)]
    apart = [(a, b) for a, b in pairs if not (ball(a) - ball(b)).contains(0)]
    if apart and all(abs(float(a) - float(b)) <= CLOSEST * max(abs(float(a)), abs(float(b))) for a, b in apart):
        said = " and ".join(v.str(30, radius=False) if isinstance(v, arb) else str(v) for v in apart[0])
        raise Unwritable(f"numbers that doubles do not tell apart: {said}")


def _on_line(obligation: Obligation, facts: Mapping[str, object]) -> Mapping[str, Array | str]:
    question, chart = obligation.question, obligation.chart
    assert isinstance(question, RealLine)
    name = obligation.comparison.variable if obligation.comparison is not None else question.variable
    if "point" in facts and not chart.kind:
        return {name: ((Fraction(str(facts["point"])),),)} if name else {}
    at = str(facts.get("point", facts.get("near", "")))
    if not at:
        raise Unwritable("the point")
    number = f"({at})" if "/" in at else f"{float(at)!r}"
    match chart.kind:
        case "log":
            base = "" if chart.base is None else f" / math.log({float(chart.base)!r})"
            return {name: f"{chart.scale} * math.log({number}){base}"}
        case "exp":
            return {name: f"math.exp({number})"}
    return {name: number}


def _assigned(writer: Expressions, sizes: Mapping[str, int], values: Mapping[str, Array | str]) -> dict[str, str]:
    said = {}
    for name, size in sizes.items():
        writer.known[name] = writer.names.of(name)
        said[name] = f"{writer.known[name]} = {size}"
    for name, value in values.items():
        kind = writer.context.symbols.get(name)
        if not isinstance(kind, Kind):
            continue
        writer.known[name] = writer.names.of(name)
        code = value if isinstance(value, str) else array(value, writer.names, scalar=kind.shape.is_scalar, exact=writer.exact)
        said[name] = f"{writer.known[name]} = {code}"
    return {name: said.get(name, f"# {writer.names.of(name)}") for name in (*sizes, *values)}


# ---- what it comes down to


def _of_question(found: Located, names: Names) -> Iterator[str]:
    refuted = found.decision.refuted
    if refuted is None or refuted.counter is None or not isinstance(refuted.obligation.question, Sequent):
        raise Unwritable("more than the values of some letters")
    if "diverges" in refuted.obligation.label:
        raise Unwritable("more than the values of some letters")
    _require_apart(refuted)
    obligation, sequent, model = refuted.obligation, refuted.obligation.question, refuted.counter.model
    exact = not sequent.atoms
    goal = sequent.goal
    if isinstance(goal, Member):
        yield from _of_membership(sequent, goal, model, refuted.counter.separator or (), names)
        return
    grids = obligation.grids
    sides = ((((obligation.sides[0],),), ((obligation.sides[1],),))) if obligation.sides is not None else grids
    shown = [p for grid in sides or ((((goal.polynomial),),),) for row in grid for p in row]
    needed = {x.name for p in shown for x in letters_of(p)}
    if any(name[0] != "#" and name not in model.values and name not in sequent.atoms for name in needed):
        sides, needed = None, {x.name for x in letters_of(goal.polynomial)}  # what cancels has no value
    texts = {n: next(iter(comment(t)))[2:] for n, t in obligation.names.items()}
    if obligation.instance:
        yield from comment("at " + ", ".join(f"{n} = {t}" for n, t in obligation.instance))
    yield from sequent_lines(sequent, model, needed, names, texts, exact=exact)
    if sides is not None and goal.relation in ("=", ">=", ">"):
        for side, grid in zip(("left", "right"), sides, strict=True):
            yield f"{side} = {_grid(grid, names, exact=exact)}"
            yield f'print("{side} side =", {side})'
        if goal.relation == "=":
            yield f"truth = {'np.all(left == right)' if exact else 'np.allclose(left, right, rtol=1e-12, atol=0)'}"
        else:
            p, (a, b) = goal.polynomial, (grid[0][0] for grid in sides)
            gap = "left - right" if p == a - b else "right - left" if p == b - a else ""
            if not gap:
                yield f"gap = {polynomial_code(p, names, exact=exact)[0]}  # what must be {goal.relation} 0"
            yield f"truth = {gap or 'gap'} {goal.relation} 0"
    else:
        yield f"gap = {polynomial_code(goal.polynomial, names, exact=exact)[0]}"
        yield f'print("what must be {goal.relation} 0:", gap)'
        zero = "np.all(gap == 0)" if exact else "np.allclose(gap, 0, atol=1e-12)"
        yield f"truth = {zero if goal.relation == '=' else f'not {zero}' if goal.relation == '!=' else f'gap {goal.relation} 0'}"
    yield VERDICT


def _grid(grid: tuple[tuple[Polynomial, ...], ...], names: Names, *, exact: bool) -> str:
    if len(grid) == len(grid[0]) == 1:
        return polynomial_code(grid[0][0], names, exact=exact)[0]
    rows = ", ".join("[" + ", ".join(polynomial_code(p, names, exact=exact)[0] for p in row) + "]" for row in grid)
    return f"np.block([{rows}])"


def _of_membership(sequent: Sequent, goal: Member, model: Model, separator: Array, names: Names) -> Iterator[str]:
    """⟨y, A u + b⟩ is the same number, not 0, for u = 0 and for every unit vector: so A u + b is never 0."""
    needed = {x.name for x in letters_of(goal.polynomial)} - {goal.unknown.name}
    yield from sequent_lines(sequent, model, needed, names, {}, exact=True)
    own, unit = names.of("y separates"), names.of(goal.unknown.name.replace("~", " "))
    yield f"{own} = {array(separator, names, scalar=False, exact=True)}  # orthogonal to the space, not to the vector"
    size = size_code(goal.rows, names)
    yield f"units = [np.zeros(({size}, 1), dtype=int), *(np.eye({size}, dtype=int)[:, [k]] for k in range({size}))]"
    code = polynomial_code(goal.polynomial, names, exact=True)[0]
    yield f"found = [np.sum({own} * ({code})) for {unit} in units]"
    yield 'print("its product with the difference, for no and for each unit vector:", *found)'
    yield "truth = found[0] == 0 or any(v != found[0] for v in found)"
    yield VERDICT
