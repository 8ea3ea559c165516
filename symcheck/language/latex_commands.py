"""The LaTeX commands that are understood, as tables.

Owns: which command is which sign, keyword, name or layout.  Does not own: commands with arguments of their own
(latex.py), accents (names.py).
"""

from __future__ import annotations

from symcheck.language.builtins import BUILTINS
from symcheck.language.characters import GREEK_NAMES

# spacing and size: nothing is read
SPACES = frozenset(
    {",", ";", ":", "!", " ", "\n", "quad", "qquad", "displaystyle", "textstyle", "limits", "nolimits", "thinspace", "enspace"}
)
BIG = frozenset(
    {"left", "right", "big", "Big", "bigg", "Bigg", "bigl", "bigr", "Bigl", "Bigr", "biggl", "biggr", "Biggl", "Biggr", "middle"}
)

SIGN_COMMANDS = {
    "cdot": "*", "times": "×", "ast": "*", "star": "*", "div": "/", "odot": ".*", "circ": ".*", "otimes": "⊗", "pm": "±",
    "le": "<=", "leq": "<=", "leqslant": "<=", "ge": ">=", "geq": ">=", "geqslant": ">=", "ne": "!=", "neq": "!=",
    "lt": "<", "gt": ">", "approx": "~=", "to": "->", "rightarrow": "->", "implies": "=>", "Rightarrow": "=>",
    "Longrightarrow": "=>", "iff": "<=>", "Leftrightarrow": "<=>", "Longleftrightarrow": "<=>", "nabla": "∇",
    "partial": "∂", "sum": "∑", "prod": "∏", "top": "⊤", "intercal": "⊤", "prime": "'", "colon": ":", "emptyset": "∅",
    "varnothing": "∅", "{": "{", "}": "}", "lbrace": "{", "rbrace": "}", "lbrack": "[", "rbrack": "]", "lparen": "(",
    "rparen": ")", "|": "‖", "Vert": "‖", "lVert": "‖", "rVert": "‖", "vert": "|", "lvert": "|", "rvert": "|", "mid": "|",
    "parallel": "‖", "langle": "⟨", "rangle": "⟩",
}  # fmt: skip

WORD_COMMANDS = {
    "in": "in", "notin": "notin", "subset": "subset", "subseteq": "subset", "forall": "forall", "exists": "exists",
    "land": "and", "wedge": "and", "lor": "or", "vee": "or", "neg": "not", "lnot": "not", "cup": "union",
}  # fmt: skip

_LETTERS = {name: name for name in GREEK_NAMES if name != "ell"} | {
    "varepsilon": "epsilon", "vartheta": "theta", "varphi": "phi", "varrho": "rho", "varsigma": "sigma", "ell": "ell",
    "infty": "inf",
}  # fmt: skip
NAMED = (
    _LETTERS | {name: name for name in BUILTINS if name.isalpha() and len(name) > 1} | {"lim": "lim", "Pr": "P", "tanh": "tanh"}
)

# the words inside are read as on the typed line
UPRIGHT = frozenset({"text", "textrm", "textbf", "textit", "operatorname", "operatorname*", "mathrm", "mbox", "mathop"})
# another alphabet for the same letter
ALPHABETS = frozenset({"mathbf", "boldsymbol", "bm", "mathcal", "mathit", "mathsf", "mathscr", "mathfrak", "pmb", "symbf"})

MATRICES = frozenset({"bmatrix", "pmatrix", "matrix", "smallmatrix", "vmatrix", "Bmatrix"})
