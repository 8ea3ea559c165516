"""What no source file may do: run text as code, trust pickles, or grow beyond one room."""

import ast
from collections import Counter
from pathlib import Path

import pytest

import symcheck

ROOT = Path(symcheck.__file__).parent
FILES = {str(path.relative_to(ROOT.parent)): path.read_text() for path in sorted(ROOT.rglob("*.py"))}
MAX_LINES = 300

# Each of these runs text (or bytes) as code, some of them quietly: sympy's lambdify and sympify do.
RUNS_TEXT = frozenset({"eval", "exec", "compile", "__import__"})
RUNS_TEXT_AS_METHOD = frozenset({"sympify", "parse_expr", "parse_latex", "lambdify", "unsafe_load", "full_load", "S"})
UNSAFE_MODULES = frozenset({"pickle", "marshal", "shelve", "dill", "cloudpickle", "code", "codeop"})
IMPORTS_BY_NAME = frozenset({"import_module", "__import__"})


def unsafe_in(text, *, deferring=False):
    """Every forbidden call and import in `text`; deferring: this is the one file that may import by name."""
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.Call(ast.Name(name)) if name in RUNS_TEXT or name in RUNS_TEXT_AS_METHOD:
                yield f"line {node.lineno}: {name}(…)"
            case ast.Call(ast.Attribute(attr=name)) if name in RUNS_TEXT_AS_METHOD:
                yield f"line {node.lineno}: .{name}(…)"
            case ast.Call(ast.Name(name) | ast.Attribute(attr=name)) if name in IMPORTS_BY_NAME and not deferring:
                yield f"line {node.lineno}: {name}(…)"
            case ast.keyword(arg="shell", value=ast.Constant(True)):
                yield f"line {node.lineno}: shell=True"
            case ast.Import(names):
                yield from (f"line {node.lineno}: import {a.name}" for a in names if a.name.split(".")[0] in UNSAFE_MODULES)
            case ast.ImportFrom(module=str(module)) if module.split(".")[0] in UNSAFE_MODULES:
                yield f"line {node.lineno}: from {module}"
            case ast.ImportFrom(names=names):
                forbidden = RUNS_TEXT_AS_METHOD - {"S"}
                yield from (f"line {node.lineno}: imports {a.name}" for a in names if a.name in forbidden)


@pytest.mark.parametrize("path", FILES)
def test_no_source_runs_text_as_code(path):
    assert list(unsafe_in(FILES[path], deferring=path == "symcheck/lazy.py")) == []


@pytest.mark.parametrize("path", FILES)
def test_a_file_is_one_room(path):
    text = FILES[path]
    assert len(text.splitlines()) <= MAX_LINES, "a file that long wants a second room"
    assert not text.strip() or ast.get_docstring(ast.parse(text)), "a module says what it owns and what it does not"


UNSAFE = [
    "eval('1')", "exec(text)", "compile(t, '', 'eval')", "__import__('os')", "sympy.sympify(t)", "from sympy import sympify",
    "parse_expr(t)", "sympy.S(t)", "sympy.lambdify(x, e)", "import pickle", "from pickle import loads", "yaml.unsafe_load(t)",
    "importlib.import_module(name)", "subprocess.run(t, shell=True)",
]  # fmt: skip


@pytest.mark.parametrize("text", UNSAFE)
def test_the_check_itself_finds_every_such_call(text):
    assert len(list(unsafe_in(text))) == 1


SAFE = ["re.compile(pattern)", "numpy.linalg.eig(a)", "yaml.load(t, Loader=Strict)", "lazy.module('sympy')", "sympy.Integer(3)"]


@pytest.mark.parametrize("text", SAFE)
def test_the_check_leaves_harmless_calls_alone(text):
    assert list(unsafe_in(text)) == []


def test_every_test_file_has_a_name_of_its_own():
    """Two of one name are not collected in one process: tests are no packages."""
    names = Counter(path.name for path in Path(__file__).parents[1].rglob("test_*.py"))
    assert [name for name, count in names.items() if count > 1] == []
