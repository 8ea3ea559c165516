"""Translate the pairs of answers of known truth into our notation: pairs.json beside this script.

    python tests/cases/translate_pairs.py /work/shared/cases/pairs.json

Run once; the tests read only its output.  The answers are written in SymPy's expression syntax, with `^` for powers; they are
parsed as Python expressions (never run) and printed again, with the same grouping and with the digits as written.  Owns: how
each node is written, which statement a kind of pair becomes, and the same pair in LaTeX.
"""

import ast
import json
import re
import sys
from pathlib import Path

SUM, PRODUCT, SIGN, POWER, ATOM = range(5)  # binding strengths of our notation, loosest first
FUNCTIONS = {
    "sin": "sin", "cos": "cos", "tan": "tan", "exp": "exp", "log": "log", "sqrt": "sqrt", "factorial": "factorial",
    "floor": "floor", "ceiling": "ceil", "Abs": "abs", "Max": "max", "Min": "min",
}  # fmt: skip
CONSTANTS = {"pi": "pi", "E": "e", "oo": "inf"}
OPERATIONS = {ast.Add: (" + ", SUM, PRODUCT), ast.Sub: (" - ", SUM, PRODUCT), ast.Div: (" / ", PRODUCT, SIGN)}
RELATIONS = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">="}
ON_THE_LINE = "t"  # the number that is in an interval or not, where no other letter is free


class Inexpressible(Exception):
    """Which node of a source text no rule covers."""


class Expression:
    """One answer: its tree, and its own text for the digits of its numbers."""

    def __init__(self, text, star):
        self.source, self.star = text.replace("^", "**"), star
        self.tree = ast.parse(self.source, mode="eval").body

    def said(self, node, least=SUM):
        """`node` in our notation, in brackets where it binds less tightly than `least`."""
        text, strength = self.written(node)
        return text if strength >= least else f"({text})"

    def written(self, node):
        """(text, how tightly it binds)."""
        said = self.said
        match node:
            case ast.Constant():
                return ast.get_source_segment(self.source, node), ATOM
            case ast.Name(name):
                return CONSTANTS.get(name, name), ATOM
            case ast.UnaryOp(ast.USub(), a):
                return f"-{said(a, POWER)}", SIGN
            case ast.BinOp(a, ast.Pow(), b):
                return f"{said(a, ATOM)}^{said(b, ATOM)}", POWER
            case ast.BinOp(a, ast.Mult(), b):
                return f"{said(a, PRODUCT)}{self.star}{said(b, SIGN)}", PRODUCT
            case ast.BinOp(a, op, b) if type(op) in OPERATIONS:
                sign, strength, right = OPERATIONS[type(op)]
                return f"{said(a, strength)}{sign}{said(b, right)}", strength
            case ast.Compare(a, [op], [b]):
                return f"{said(a)} {RELATIONS[type(op)]} {said(b)}", SUM
            case ast.Attribute(a, "T"):
                return f"{said(a, ATOM)}^T", POWER
            case ast.Call(ast.Attribute(a, "doit"), []):
                return self.written(a)
            case ast.Call(ast.Attribute(a, "det"), []):
                return f"det({said(a)})", ATOM
            case ast.Call(ast.Name("Matrix"), [ast.List(rows)]):
                return "[" + ", ".join(self.row(r) for r in rows) + "]", ATOM
            case ast.Call(ast.Name("Sum"), [f, ast.Tuple([k, low, high])]):
                return f"sum({said(f)} for {said(k)} in {said(low)}..{said(high)})", ATOM
            case ast.Call(ast.Name("limit"), [f, x, at]):
                return f"limit({said(f)}, {said(x)} -> {said(at)})", ATOM
            case ast.Call(ast.Name("integrate"), [f, ast.Tuple([x, low, high])]):
                return f"integrate({said(f)}, {said(x)}, {said(low)}, {said(high)})", ATOM
            case ast.Call(ast.Name("And"), parts):
                return " and ".join(said(p) for p in parts), SUM
            case ast.Call(ast.Name("FiniteSet"), members):
                return "{" + ", ".join(said(m) for m in members) + "}", ATOM
            case ast.Call(ast.Name("Union"), sets):
                return " union ".join(said(s) for s in sets), SUM
            case ast.Call(ast.Name("Interval"), [a, b]):
                return f"[{said(a)}, {said(b)}]", ATOM
            case ast.Call(ast.Attribute(ast.Name("Interval"), "open"), [a, b]):
                return f"({said(a)}, {said(b)})", ATOM
            case ast.Call(ast.Name(name), arguments) if name in FUNCTIONS:
                return f"{FUNCTIONS[name]}({', '.join(said(a) for a in arguments)})", ATOM
        raise Inexpressible(ast.unparse(node))

    def row(self, node):
        match node:
            case ast.List(entries):
                return "[" + ", ".join(self.said(e) for e in entries) + "]"
        raise Inexpressible(ast.unparse(node))


def statement(text, kind):
    """(the answer in our notation, the letters that are free in it)."""
    sides = [Expression(side, " @ " if kind in {"matrix", "matsym"} else "*") for side in text.split("=")]
    names = {node.id for side in sides for node in ast.walk(side.tree) if isinstance(node, ast.Name)}
    bound = set(re.findall(r"Sum\(.*,\((\w),\w+,\w+\)\)", text)) | set(re.findall(r"limit\(.*,(\w),\w+\)", text))
    letters = {name for name in names - bound if len(name) == 1 and name not in CONSTANTS}
    return " = ".join(side.said(side.tree) for side in sides), letters


def kind_of(letter, case):
    if case["kind"] == "matsym":
        return "matrix(n, n)"
    return "natural" if letter == "n" else case["assume"].get(letter, "real")


def translated(case):
    kind = case["kind"]
    (gold, free), (pred, more) = (statement(case[side], kind) for side in ("sympy_gold", "sympy_pred"))
    latex = [f"${case[side]}$" for side in ("latex_gold", "latex_pred")]
    letters = free | more
    members = {}
    match kind:
        case "equation" | "inequality":
            claim, in_latex = f"({gold}) <=> ({pred})", f"({latex[0]}) <=> ({latex[1]})"
        case "interval":
            claim, in_latex = f"{gold} = {pred}", f"{latex[0]} = {latex[1]}"
            letters = letters or {"x" if "x" in case["latex_gold"] else ON_THE_LINE}
            (t,) = letters
            members = {"membership": f"{t} in {gold} <=> {t} in {pred}"}
            if case["latex_gold"][0] == t:  # the solution set is stated by its inequality
                in_latex = f"({latex[0]}) <=> {t} in {latex[1]}"
        case _:
            claim, in_latex = f"{gold} = {pred}", f"{latex[0]} = {latex[1]}"
    return {
        "id": case["id"],
        "category": case["category"],
        "written": [case["sympy_gold"], case["sympy_pred"]],
        "symbols": {letter: kind_of(letter, case) for letter in sorted(letters)},
        "claim": claim,
        **members,
        "latex": in_latex,
        "truth": case["equal"],
        **({"policy": True} if case["policy"] else {}),
        **({"why": case["why"]} if case["why"] else {}),
    }


def main(source):
    cases = [translated(case) for case in json.loads(Path(source).read_text())["cases"]]
    lines = ",\n".join(" " + json.dumps(case, ensure_ascii=False) for case in cases)
    Path(__file__).with_name("pairs.json").write_text(f"[\n{lines}\n]\n")
    print(f"{len(cases)} pairs, {sum(case['truth'] for case in cases)} equal")


if __name__ == "__main__":
    main(sys.argv[1])
