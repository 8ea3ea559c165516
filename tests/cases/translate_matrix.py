"""Translate the 80 matrix claims of known truth into our notation: matrix.json beside this script.

    python tests/cases/translate_matrix.py /work/shared/cases/matrix.json

Run once; the tests read only its output.  The claims are written in Python's expression syntax, so they are parsed as such (never
run) and printed again, with the same grouping.  Owns: how each node is written.  What no rule can say would stand in BY_HAND.
"""

import ast
import json
import sys
from pathlib import Path

BY_HAND: dict[str, dict] = {}  # id → what to put instead; nothing of the 80 needs it

SCALAR = ("1", "1")
SUM, PRODUCT, JUXTAPOSED, SIGN, POWER, ATOM = range(6)  # binding strengths of our notation, loosest first
TO_SCALAR = {"tr", "det", "logdet", "norm", "norm2", "sum"}
ENTRYWISE = {"exp", "log", "tanh", "sigmoid", "softmax", "inv"}
DERIVATIVES = {"grad", "jac", "hess"}


class Inexpressible(Exception):
    """Which node of a source text no rule covers."""


# -- shapes: needed only to tell entrywise products from scalings ------------------------------------------------


def shape(node, shapes):
    """(rows, columns) as texts."""
    match node:
        case ast.Constant():
            return SCALAR
        case ast.Name(name):
            return shapes.get(name, SCALAR)  # a size used as a number is a scalar
        case ast.Attribute(a, "T"):
            return shape(a, shapes)[::-1]
        case ast.UnaryOp(ast.USub(), a) | ast.BinOp(a, ast.Pow() | ast.Div(), _):
            return shape(a, shapes)
        case ast.BinOp(a, ast.MatMult(), b):
            return shape(a, shapes)[0], shape(b, shapes)[1]
        case ast.BinOp(a, ast.Mult() | ast.Add() | ast.Sub(), b):
            found = shape(a, shapes)
            return shape(b, shapes) if found == SCALAR else found
        case ast.Call(ast.Name(name)) if name in TO_SCALAR:
            return SCALAR
        case ast.Call(ast.Name(name), [a]) if name in ENTRYWISE:
            return shape(a, shapes)
        case ast.Call(ast.Name("grad"), [_, x]):
            return shape(x, shapes)
        case ast.Call(ast.Name("I"), [n]):
            return (ast.unparse(n), ast.unparse(n))
        case ast.Call(ast.Name("zeros"), [n, m]):
            return ast.unparse(n), ast.unparse(m)
        case ast.Call(ast.Name("diag" | "jac" | "hess" | "kron" | "vec")):
            return "many", "many"  # no source text multiplies one entrywise
    raise Inexpressible(ast.unparse(node))


# -- texts -------------------------------------------------------------------------------------------------------


def said(node, shapes, least=SUM):
    """`node` in our notation, in brackets where it binds less tightly than `least`."""
    text, strength = written(node, shapes)
    return text if strength >= least else f"({text})"


def written(node, shapes):
    """(text, how tightly it binds)."""

    def part(inner, least=SUM):
        return said(inner, shapes, least)

    match node:
        case ast.Constant(int(value)) | ast.Name(value):
            return str(value), ATOM
        case ast.Attribute(a, "T"):
            return f"{part(a, ATOM)}^T", POWER
        case ast.UnaryOp(ast.USub(), a):
            return f"-{part(a, POWER)}", SIGN
        case ast.BinOp(a, ast.Pow(), b):
            return f"{part(a, ATOM)}^{part(b, ATOM)}", POWER
        case ast.BinOp(a, ast.Add() | ast.Sub() as op, b):
            return f"{part(a)} {'+' if isinstance(op, ast.Add) else '-'} {part(b, PRODUCT)}", SUM
        case ast.BinOp(a, ast.Div(), b):
            return f"{part(a, PRODUCT)} / {part(b, POWER)}", PRODUCT
        case ast.BinOp(a, ast.Mult(), b) if SCALAR not in (shape(a, shapes), shape(b, shapes)):
            return f"{part(a, JUXTAPOSED)} .* {part(b, JUXTAPOSED)}", PRODUCT
        case ast.BinOp(a, ast.Mult() | ast.MatMult(), b):
            return f"{part(a, JUXTAPOSED)} {part(b, POWER)}", JUXTAPOSED
        case ast.Call(ast.Name("norm2"), [a]):
            return f"norm({part(a)})^2", POWER
        case ast.Call(ast.Name(name), arguments):
            return f"{name}({', '.join(map(part, arguments))})", ATOM
    raise Inexpressible(ast.unparse(node))


def expression(text, shapes):
    return said(ast.parse(text, mode="eval").body, shapes)


def kind(symbol):
    """`matrix(n, d), symmetric` from a shape and properties."""
    match symbol["shape"]:
        case []:
            base = "real"
        case [n, "1"]:
            base = f"vector({n})"
        case [n, m]:
            base = f"matrix({n}, {m})"
    return ", ".join([base, *symbol["props"]])


def translated(case):
    shapes = {name: tuple(s["shape"]) or SCALAR for name, s in case["symbols"].items()}
    let = {}
    for name, text in case.get("let", {}).items():
        let[name] = expression(text, shapes)
        shapes[name] = shape(ast.parse(text, mode="eval").body, shapes)
    return {
        "id": case["id"],
        "source": case["source"],
        "written": f"{case['lhs']} = {case['rhs']}",
        "symbols": {name: kind(s) for name, s in case["symbols"].items()},
        **({"let": let} if let else {}),
        **({"given": case["dims"].replace("<=", " <= ")} if "dims" in case else {}),
        "claim": f"{expression(case['lhs'], shapes)} = {expression(case['rhs'], shapes)}",
        "truth": case["truth"],
        **({"notes": case["notes"]} if case["notes"] else {}),
        **BY_HAND.get(case["id"], {}),
    }


def main(source):
    cases = [translated(case) for case in json.loads(Path(source).read_text())["cases"]]
    lines = ",\n".join(" " + json.dumps(case, ensure_ascii=False) for case in cases)
    Path(__file__).with_name("matrix.json").write_text(f"[\n{lines}\n]\n")
    print(f"{len(cases)} cases, {sum(case['truth'] for case in cases)} true")


if __name__ == "__main__":
    main(sys.argv[1])
