"""Imports point downward only: the floors of the design, stated once and enforced on every module.

A deferred import (`lazy.module("…")`) and one under TYPE_CHECKING count like any other.
"""

import ast
from dataclasses import dataclass
from pathlib import Path

import pytest

import symcheck

ROOT = Path(symcheck.__file__).parent

FLOORS = {
    -1: ("lazy", "version", "mistakes"),
    0: ("language",),
    1: ("kernel",),
    2: ("theories", "oracles", "crosscheck", "isolation"),
    3: ("problem", "report", "decide", "codes", "selection"),
    4: ("diagnosis", "report_schema", "expectation"),
    5: ("engine", "recheck", "report_json", "lock"),
    6: ("replay", "render", "workers", "verification"),
    7: ("audit", "grading", "server", "runs", "explain", "console"),
    8: ("__init__", "cli"),
    9: ("__main__",),
}
FLOOR_OF = {room: floor for floor, rooms in FLOORS.items() for room in rooms}
OWNERS = {"sympy": "oracles", "numpy": "crosscheck", "subprocess": "isolation", "rich": "render", "yaml": "problem"}
# The design aims at 1,200 lines.  What decides sequents is counted without its schemas (axioms, each of which stands alone, and
# the functions that it evaluates in balls); the checkers of runs, regions, induction, counts and growth come on top
# (docs/architecture.md says why they are trusted).
SCHEMAS = (
    *("elementary", "square_matrices", "angles", "radicands", "entrywise", "ranks", "block_determinants", "conformal"),
    *("comparison", "functions", "axioms", "instances"),
)
CORE_LINES = 1400
SCHEMA_LINES = 900
KERNEL_LINES = 3750


@dataclass(frozen=True)
class Import:
    """`module` imports `target` at `line`; inner: the import stands inside a function or class."""

    module: str
    target: str
    line: int
    inner: bool


def sources():
    """Text of every module by its full dotted name; a package has the name of its folder."""
    found = {}
    for path in sorted(ROOT.rglob("*.py")):
        parts = ("symcheck", *path.relative_to(ROOT).with_suffix("").parts)
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path.read_text()
    return found


def imports_of(module, text, modules):
    """Every import of one module: statements, and the names given to `lazy.module`."""
    tree = ast.parse(text)
    inner = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef):
            inner.update(id(child) for child in ast.walk(node) if child is not node)
    for node in ast.walk(tree):
        match node:
            case ast.Import(names):
                targets = [alias.name for alias in names]
            case ast.ImportFrom(base, names, 0):
                targets = [f"{base}.{a.name}" if f"{base}.{a.name}" in modules else base for a in names]
            case ast.ImportFrom():
                targets = ["<relative import>"]
            case ast.Call(ast.Attribute(ast.Name("lazy"), "module"), [ast.Constant(str(name))]):
                targets = [name]
            case ast.Call(ast.Attribute(ast.Name("lazy"), "module")):
                targets = ["<a deferred import whose name is not a literal>"]
            case _:
                continue
        for target in dict.fromkeys(targets):
            yield Import(module, target, node.lineno, id(node) in inner)


def room_of(module):
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else "__init__"


SOURCES = sources()
IMPORTS = [i for name, text in SOURCES.items() for i in imports_of(name, text, SOURCES)]


def wrong_direction(found):
    """The imports between rooms that do not go down, each as a sentence."""
    wrong = []
    for i in found:
        if i.target != "symcheck" and not i.target.startswith("symcheck."):
            continue
        above, below = room_of(i.module), room_of(i.target)
        if above != below and FLOOR_OF.get(below, 9) >= FLOOR_OF.get(above, 9):
            wrong.append(f"{i.module}:{i.line} (floor {FLOOR_OF.get(above)}) imports {i.target} (floor {FLOOR_OF.get(below)})")
    return wrong


def cycle_in(found):
    """One import cycle among the modules of symcheck, as the list of its modules, or None."""
    edges = {}
    for i in found:
        if i.target in SOURCES and i.target != i.module:
            edges.setdefault(i.module, []).append(i.target)
    done, path = set(), []

    def visit(module):
        if module in path:
            return [*path[path.index(module) :], module]
        if module in done:
            return None
        path.append(module)
        for target in edges.get(module, ()):
            if cycle := visit(target):
                return cycle
        done.add(path.pop())
        return None

    return next((cycle for module in sorted(edges) if (cycle := visit(module))), None)


def test_every_module_is_on_a_floor():
    homeless = sorted(name for name in SOURCES if room_of(name) not in FLOOR_OF)
    assert homeless == [], f"not on any floor: {homeless}; the floors are in section 4 of the design"


def test_imports_point_downward_only():
    assert wrong_direction(IMPORTS) == []


def test_no_import_cycles():
    assert cycle_in(IMPORTS) is None


def test_imports_stand_at_the_top_of_the_file():
    """Function-level imports hide cycles.  What must wait is deferred through symcheck/lazy.py, at the top too."""
    assert [f"{i.module}:{i.line} imports {i.target}" for i in IMPORTS if i.inner] == []


def test_every_import_is_absolute_and_named_by_a_literal():
    assert [f"{i.module}:{i.line} {i.target}" for i in IMPORTS if i.target.startswith("<")] == []


@pytest.mark.parametrize(("library", "owner"), OWNERS.items(), ids=OWNERS.keys())
def test_a_library_has_one_owner(library, owner):
    strangers = [f"{i.module}:{i.line}" for i in IMPORTS if i.target.split(".")[0] == library and room_of(i.module) != owner]
    assert strangers == [], f"only {owner}/ imports {library}"


def import_closure(start):
    """Every module of symcheck that importing `start` runs, with the packages they lie in (without symcheck itself)."""
    found, waiting = set(), [start]
    while waiting:
        module = waiting.pop()
        if module in found or module == "symcheck" or module not in SOURCES:
            continue
        found.add(module)
        waiting.append(module.rpartition(".")[0])
        waiting.extend(i.target for i in IMPORTS if i.module == module)
    return sorted(found)


def lines_of_code(text):
    """Lines that are neither blank, nor comment, nor docstring."""
    tree = ast.parse(text)
    prose = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            match node.body:
                case [ast.Expr(ast.Constant(str())) as doc, *_]:
                    prose.update(range(doc.lineno, (doc.end_lineno or doc.lineno) + 1))
    lines = enumerate(text.splitlines(), 1)
    return sum(number not in prose and bool(line.strip()) and not line.lstrip().startswith("#") for number, line in lines)


def test_the_trusted_kernel_is_small():
    """Counted over everything that is imported, so that nothing trusted can be moved out to meet the number."""

    def total(sizes):
        return sum(sizes.values())

    everything = {module: lines_of_code(SOURCES[module]) for module in import_closure("symcheck.kernel.check")}
    sequents = {m: everything[m] for start in ("algebra", "serial") for m in import_closure(f"symcheck.kernel.{start}")}
    schemas = {m: n for m, n in everything.items() if m.rpartition(".")[2] in SCHEMAS}
    core = {m: n for m, n in sequents.items() if m not in schemas}
    print(f"\nlines of code: core {total(core)}, schemas {total(schemas)}, with all checkers {total(everything)}")
    assert total(core) <= CORE_LINES, sorted(core.items(), key=lambda item: -item[1])
    assert total(schemas) <= SCHEMA_LINES, schemas
    assert total(everything) <= KERNEL_LINES, everything


MODULES = {"symcheck", "symcheck.kernel", "symcheck.kernel.check", "symcheck.engine"}
READ = {
    "a plain import": ("import symcheck.engine", "symcheck.engine", False),
    "a module out of a package": ("from symcheck.kernel import check", "symcheck.kernel.check", False),
    "a name out of a module": ("from symcheck.engine import judge", "symcheck.engine", False),
    "inside a function": ("def f():\n    import sympy", "sympy", True),
    "under TYPE_CHECKING": ("if TYPE_CHECKING:\n    from symcheck import engine", "symcheck.engine", False),
    "deferred": ("engine = lazy.module('symcheck.engine')", "symcheck.engine", False),
    "relative": ("from . import engine", "<relative import>", False),
    "deferred under a computed name": ("lazy.module(name)", "<a deferred import whose name is not a literal>", False),
}


@pytest.mark.parametrize(("text", "target", "inner"), READ.values(), ids=READ.keys())
def test_imports_are_found_however_they_are_written(text, target, inner):
    assert [(i.target, i.inner) for i in imports_of("symcheck.cli", text, MODULES)] == [(target, inner)]


UPWARD = {
    "the kernel reaches for the engine": ("symcheck.kernel.check", "symcheck.engine"),
    "two packages of floor 2 know each other": ("symcheck.crosscheck.algebra", "symcheck.theories.algebra"),
    "a room imports the public package": ("symcheck.problem.load", "symcheck"),
    "two rooms of floor 6": ("symcheck.workers", "symcheck.render.text"),
}


@pytest.mark.parametrize(("module", "target"), UPWARD.values(), ids=UPWARD.keys())
def test_an_import_that_does_not_go_down_is_found(module, target):
    (sentence,) = wrong_direction([Import(module, target, 7, False)])
    assert f"{module}:7" in sentence


def test_an_import_cycle_is_found():
    one, two = "symcheck.language.terms", "symcheck.language.sizes"
    assert cycle_in([Import(one, two, 1, False), Import(two, one, 1, False)]) == [two, one, two]
