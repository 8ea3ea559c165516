"""Networks for the tests, from lists such as "conv 3x3, out 64, padding 1, as conv1"; and what their settings mean.

A reader of our own, so that these tests do not depend on the loader of problem files.
"""

from fractions import Fraction

from symcheck.kernel.network import Letter
from symcheck.kernel.polynomial import letter, number, power, product
from symcheck.language.objects import Binding, Layer, Network
from symcheck.language.sizes import ONE
from symcheck.language.terms import Span, Term, num, sym

FIRST = {"dense": "features", "lstm": "features", "gru": "features", "rnn": "features", "dropout": "rate"}


def scalar(name):
    """The integer letter `name` as a polynomial."""
    return letter(Letter(name, integer=True), ONE, ONE)


def term_of(text):
    """A number, a name, or an expression of the small kind `n - 2`, `2 n + 1`."""
    for op, sign in (("+", "add"), ("-", "sub")):
        left, found, right = text.rpartition(f" {op} ")
        if found:
            return Term(sign, (term_of(left), term_of(right)))
    if " " in text.strip():
        left, right = text.strip().split(" ", 1)
        return Term("mul", (term_of(left), term_of(right)))
    text = text.strip()
    if text.lstrip("-").replace(".", "").replace("/", "").isdigit():
        return num(Fraction(text))
    return sym(text)


def value(term, **given):
    """What a setting means: exact arithmetic, a name is an integer letter unless it is given."""
    match term.op, term.args:
        case "num", ():
            return number(term.value)
        case "sym", ():
            return number(given[term.value]) if term.value in given else scalar(term.value)
        case "add", (a, b):
            return value(a, **given) + value(b, **given)
        case "sub", (a, b):
            return value(a, **given) - value(b, **given)
        case "mul", (a, b):
            return product(value(a, **given), value(b, **given))
        case "pow", (a, Term("num", (), e)):
            return power(value(a, **given), int(e))
    raise AssertionError(term)


def layer_of(text):
    head, *settings = [part.strip() for part in text.split(",")]
    op, _, first = head.partition(" ")
    bindings, mark, at = [], "", len(head)
    if first:
        bindings += list(setting(FIRST.get(op, "kernel"), first, len(op) + 1))
    for part in settings:
        name, _, given = part.partition(" ")
        at = text.index(part, at)
        if name == "as":
            mark = given
        else:
            bindings += list(setting(name, given, at + len(name) + 1))
    return Layer(op, tuple(bindings), mark, Span(0, len(text)))


def setting(name, text, at):
    span = Span(at, at + len(text))
    sides = text.split("x")
    if len(sides) == 2 and all(side.strip() for side in sides):
        return [
            Binding(f"{name}_height", term_of(sides[0]), text, span),
            Binding(f"{name}_width", term_of(sides[1]), text, span),
        ]
    return [Binding(name, term_of(text), text, span)]


def network_of(input, *layers, name="net"):
    sizes = tuple(term_of(part) for part in input.split(" x "))
    return Network(name, (), sizes, tuple(layer_of(text) for text in layers))
