"""Terms as text, so that reading the text gives the term back.

Owns: `to_text` (and `to_latex`, from latex_printing.py): what brackets are needed and no others.  Does not own: names
of the user's choice; a term is printed with the names it carries, without a scope.

Products are printed by juxtaposition, `X^T (X w - t)`, so a `mul` comes back as the `juxt` that elaborates to it.  A
quotient is bracketed wherever it could be read in two ways, `(2 eta / n) X^T a`.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import groupby

from symcheck.language.characters import DOMAIN_LETTERS
from symcheck.language.latex_printing import to_latex
from symcheck.language.numerals import numeral
from symcheck.language.terms import Term, subterms

__all__ = ["to_latex", "to_text"]

# binding powers, loosest first: those of sentences.py, then a minus sign, products, juxtaposition, powers, atoms
QUANTIFIED, IFF, IMPLIES, OR, AND, NOT, RELATION, UNION, RANGE, SUM, SIGN, PRODUCT, JUXT, POWER, INDEXED, ATOM = (
    0, 10, 20, 30, 40, 50, 60, 64, 66, 70, 72, 80, 85, 90, 95, 100,
)  # fmt: skip
_ARGUMENT = IFF
_DOUBLE_STRUCK = {letter: sign for sign, letter in DOMAIN_LETTERS.items()}
_INFIX = {
    "add": (" + ", SUM, SUM, SIGN + 1),
    "sub": (" - ", SUM, SUM, SIGN + 1),
    "pm": (" ± ", SUM, SUM, SIGN + 1),
    "star": (" * ", PRODUCT, PRODUCT, JUXT),
    "hadamard": (" .* ", PRODUCT, PRODUCT, JUXT),
    "div": (" / ", PRODUCT, PRODUCT, POWER),
    "range": ("..", RANGE, SIGN, SIGN),
    "union": (" union ", UNION, UNION, UNION + 1),
    "subset": (" subset ", RELATION, RELATION + 1, UNION),
    "in": (" in ", RELATION, RELATION + 1, UNION),
    "and": (" and ", AND, AND, AND + 1),
    "or": (" or ", OR, OR, OR + 1),
    "implies": (" => ", IMPLIES, IMPLIES + 1, IMPLIES),
    "iff": (" <=> ", IFF, IFF, IFF + 1),
}


def to_text(term: Term) -> str:
    """The typed line that reads as `term`."""
    names = frozenset(str(t.value) for t in subterms(term) if t.op in {"sym", "bind"})
    return _Printer(names).text(term)[0]


class _Printer:
    """How one term is printed, given the names that occur in it."""

    def __init__(self, names: frozenset[str]) -> None:
        self.names = names
        # where T is a name, X^T might be a power
        self.transpose = ".T" if "T" in names else "^T"

    def at(self, term: Term, power: int) -> str:
        """`term`, bracketed where it binds less tightly than `power`."""
        text, own = self.text(term)
        return text if own >= power else f"({text})"

    def listed(self, terms: tuple[Term, ...]) -> str:
        return ", ".join(self.at(t, _ARGUMENT) for t in terms)

    def text(self, term: Term) -> tuple[str, int]:
        """The text of a term and how tightly it binds."""
        op, args, value = term.op, term.args, term.value
        if op in _INFIX and len(args) == 2:
            sign, own, left, right = _INFIX[op]
            return f"{self.at(args[0], left)}{sign}{self.at(args[1], right)}", own
        match op:
            case "num" if isinstance(value, Fraction):
                text, whole = numeral(value)
                return text, (ATOM if whole else PRODUCT) if value >= 0 else SIGN
            case "sym" | "const":
                return str(value), ATOM
            case "domain":
                # where R is a name too, the domain has its double stroke
                return (_DOUBLE_STRUCK.get(str(value), str(value)) if value in self.names else str(value)), ATOM
            case "all":
                return ":", ATOM
            case "mul" | "juxt":
                return self.product(term)
            case "neg" | "pm":
                return ("-" if op == "neg" else "±") + self.at(args[0], PRODUCT), SIGN
            case "pow":
                return f"{self.at(args[0], INDEXED)}^{self.exponent(args[1])}", POWER
            case "transpose":
                return self.at(args[0], INDEXED) + self.transpose, POWER
            case "prime":
                return self.at(args[0], INDEXED) + "'", POWER
            case "ambiguous":
                return self.undecided(term)
            case "index":
                return f"{self.at(args[0], INDEXED)}[{self.listed(args[1:])}]", INDEXED
            case "vector" | "row" | "list" | "matrix":
                return f"[{self.listed(args)}]", ATOM
            case "tuple":
                return f"({self.listed(args)})", ATOM
            case "set":
                return f"{{{self.listed(args)}}}", ATOM
            case "interval":
                ends = str(value) if value else "[]"
                return f"{ends[0]}{self.listed(args)}{ends[1]}", ATOM
            case "arrays":
                base = self.text(args[0])[0] if args[0].op in {"domain", "interval", "set"} else f"({self.text(args[0])[0]})"
                plain = len(args) == 2 and args[1].op in {"num", "sym"}
                return f"{base}^{self.text(args[1])[0] if plain else f'({self.listed(args[1:])})'}", POWER
            case "eye":
                return (f"I({self.listed(args)})" if args else "I"), ATOM
            case "zeros" | "ones":
                return (f"{op}({self.listed(args)})" if args else "0" if op == "zeros" else "1"), ATOM
            case "call":
                return self.call(term)
            case "apply":
                return f"{value}({self.listed(args)})", ATOM
            case "derivative":
                return f"{value}'({self.listed(args)})", ATOM
            case "member":
                name, _, part = str(value).partition(".")
                return name + (f"({self.listed(args)})" if args else "") + (f".{part}" if part else ""), ATOM
            case "keyword":
                return f"{value}={self.at(args[0], _ARGUMENT)}", IFF
            case "bind":
                return f"{value} in {self.at(args[0], UNION)}", QUANTIFIED
            case "tends" if isinstance(value, tuple):
                return f"{value[0]} -> {self.at(args[0], SUM)}{value[1]}", QUANTIFIED
            case "rel":
                return f"{self.at(args[0], RELATION + 1)} {value} {self.at(args[1], RELATION + 1)}", RELATION
            case "chain" if isinstance(value, tuple):
                pieces = [self.at(args[0], RELATION + 1)]
                for sign, side in zip(value, args[1:], strict=True):
                    pieces += [sign, self.at(side, RELATION + 1)]
                return " ".join(pieces), RELATION
            case "not":
                return f"not {self.at(args[0], NOT)}", NOT
            case "forall":
                return f"for all {self.binders(args[:-1])}: {self.text(args[-1])[0]}", QUANTIFIED
            case "exists":
                return f"exists {self.binders(args[:-1])}: {self.text(args[-1])[0]}", QUANTIFIED
            case "is":
                suffix = f" in {self.at(args[1], POWER)}" if len(args) > 1 else ""
                return f"{self.at(args[0], RELATION + 1)} is {str(value).replace('-', ' ')}{suffix}", RELATION
        return f"{op}({self.listed(args)})", ATOM

    def product(self, term: Term) -> tuple[str, int]:
        """Juxtaposition; a factor that begins with a digit stands after `*` in a `mul`, in brackets in a `juxt`."""
        left, right = term.args
        text = self.at(right, POWER)
        if text[0].isdigit() or text[0] == ".":
            if term.op == "mul":
                return f"{self.at(left, PRODUCT)} * {text}", PRODUCT
            text = f"({text})"
        elif text[0] == "{":
            text = f"({text})"
        return f"{self.at(left, JUXT)} {text}", JUXT

    def exponent(self, term: Term) -> str:
        text, own = self.text(term)
        if term.op == "num" and isinstance(term.value, Fraction) and term.value.denominator == 1:
            return text
        plain = own == ATOM and term.op in {"num", "sym", "const"} and term.value != "T"
        return text if plain else f"({text})"

    def call(self, term: Term) -> tuple[str, int]:
        args, name = term.args, str(term.value)
        if name == "I" and not args:
            return "I", ATOM
        if name == "factorial" and len(args) == 1:
            text = self.at(args[0], INDEXED)
            return (f"({text})!" if text.endswith("!") else f"{text}!"), INDEXED
        binds = [a for a in args if a.op == "bind"]
        if binds and args[0].op == "bind":
            others = tuple(a for a in args if a.op != "bind")
            return f"{name}({self.binders(tuple(binds))}: {self.listed(others)})", ATOM
        values: list[str] = []
        for a in args:
            if a.op == "keyword" and a.value == "given":
                values[-1] += f" | {self.at(a.args[0], _ARGUMENT)}"
            elif a.op == "bind":
                values[-1] += f" for {self.text(a)[0]}"
            elif a.op == "tends":
                values.append(self.text(a)[0])
            else:
                values.append(self.at(a, _ARGUMENT))
        opening, closing = "[]" if name in {"E", "Var", "Cov"} else "()"
        return f"{name}{opening}{', '.join(values)}{closing}", ATOM

    def binders(self, binds: tuple[Term, ...]) -> str:
        """`a, b in R, k in 1..n`."""
        groups = groupby(binds, key=lambda b: b.args[0])
        return ", ".join(f"{', '.join(str(b.value) for b in group)} in {self.at(domain, UNION)}" for domain, group in groups)

    def undecided(self, term: Term) -> tuple[str, int]:
        """The text that has all the readings of an `ambiguous` node."""
        first, last = term.args[0], term.args[-1]
        if first.op == "transpose" and last.op == "pow":
            return f"{self.at(first.args[0], INDEXED)}^T", POWER
        if last.op == "div":
            below = last.args[1]
            sign = "-" if below.op == "neg" else ""
            below = below.args[0] if below.op == "neg" else below
            return f"{self.at(last.args[0], PRODUCT)} / {sign}{self.run(below)}", PRODUCT
        power = ""
        if last.op == "pow":
            power, last = "^" + self.exponent(last.args[1]), last.args[0]
        if last.op == "call":
            name, variable = str(last.value), self.text(last.args[1])[0] if len(last.args) > 1 else ""
            if variable:
                marks = {"grad": f"∇_{variable}", "hess": f"∇²_{variable}", "diff": f"∂/∂{variable}"}
                name = marks.get(name, f"{name}_{variable}")
            if last.args[0].op == "ambiguous":
                return f"{name}{power} {self.undecided(last.args[0])[0]}", PRODUCT
            # the first reading still has the argument and the factors after it apart
            factors: list[str] = []
            while first.op == "juxt":
                factors.insert(0, self.factor(first.args[1]))
                first = first.args[0]
            first = first.args[0] if first.op == "pow" else first
            return " ".join([name + power, self.at(first.args[0], POWER), *factors]), PRODUCT
        return self.text(first)

    def factor(self, term: Term) -> str:
        """A factor that follows another; digits never follow digits."""
        text = self.at(term, POWER)
        return f"({text})" if text[0].isdigit() else text

    def run(self, term: Term) -> str:
        """A product as a run of factors, without brackets around an undecided one."""
        if term.op == "ambiguous" and term.args[-1].op != "div":
            return self.text(term)[0]
        if term.op == "juxt":
            right = term.args[1]
            open_call = right.op == "ambiguous" and right.args[-1].op in {"call", "pow"}
            return f"{self.run(term.args[0])} {self.text(right)[0] if open_call else self.factor(right)}"
        return self.at(term, JUXT)
