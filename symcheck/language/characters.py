"""Which characters mathematics is typed with, and what each stands for.

Owns: the tables of superscripts, subscripts, accents, Greek letters and operator signs.  Does not own: how they
combine into tokens (tokens.py) or names (names.py).
"""

from __future__ import annotations

# superscript character -> the character it raises (`²` -> 2, `ᵀ` -> T): tokens before any normalisation
SUPERSCRIPTS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾", "0123456789+-=()", strict=True)) | dict(
    zip("ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᵀᴬᴮᴰᴴᴷᴹᴺ", "abcdefghijklmnoprstuvwxyzTABDHKMN", strict=True)
)
SUBSCRIPTS = dict(zip("₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎", "0123456789+-=()", strict=True)) | dict(
    zip("ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ", "aehijklmnoprstuvxβγρφχ", strict=True)
)

# a combining mark on a letter becomes a suffix of its name: ŵ -> w_hat
ACCENTS = {
    "\u0302": "hat", "\u0303": "tilde", "\u0304": "bar", "\u0305": "bar", "\u0307": "dot", "\u0308": "ddot",
    "\u20d7": "vec", "\u030c": "check", "\u0306": "breve",
}  # fmt: skip

GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ϵ": "epsilon", "ζ": "zeta", "η": "eta",
    "θ": "theta", "ϑ": "theta", "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "µ": "mu", "ν": "nu", "ξ": "xi",
    "ο": "omicron", "π": "pi", "ρ": "rho", "ϱ": "rho", "σ": "sigma", "ς": "sigma", "τ": "tau", "υ": "upsilon",
    "φ": "phi", "ϕ": "phi", "χ": "chi", "ψ": "psi", "ω": "omega",
    "Α": "Alpha", "Β": "Beta", "Γ": "Gamma", "Δ": "Delta", "Ε": "Epsilon", "Ζ": "Zeta", "Η": "Eta", "Θ": "Theta",
    "Ι": "Iota", "Κ": "Kappa", "Λ": "Lambda", "Μ": "Mu", "Ν": "Nu", "Ξ": "Xi", "Ο": "Omicron", "Π": "Pi", "Ρ": "Rho",
    "Σ": "Sigma", "Τ": "Tau", "Υ": "Upsilon", "Φ": "Phi", "Χ": "Chi", "Ψ": "Psi", "Ω": "Omega", "\u2126": "Omega",
    "ℓ": "ell", "ϰ": "kappa",
}  # fmt: skip
GREEK_NAMES = frozenset(GREEK.values())

DOMAIN_LETTERS = {"ℝ": "R", "ℕ": "N", "ℤ": "Z", "ℂ": "C", "ℚ": "Q"}

# what a sign is in the token stream; words are keywords of the typed line
SIGNS = {
    "≤": "<=", "⩽": "<=", "≥": ">=", "⩾": ">=", "≠": "!=", "≈": "~=", "→": "->", "⇒": "=>", "⟹": "=>", "⇔": "<=>",
    "⟺": "<=>", "−": "-", "–": "-", "·": "*", "⋅": "*", "×": "×", "∗": "*", "÷": "/", "⁄": "/", "⊙": ".*", "∘": ".*",
    "⊗": "⊗", "∥": "‖", "‖": "‖", "∣": "|", "′": "'", "’": "'", "±": "±", "∇": "∇", "∂": "∂", "∑": "∑", "∏": "∏",
    "√": "√", "∅": "∅", "⊤": "⊤", "⟨": "⟨", "⟩": "⟩", "**": "^", "||": "‖",
}  # fmt: skip
WORD_SIGNS = {
    "∧": "and", "∨": "or", "¬": "not", "∀": "forall", "∃": "exists", "∈": "in", "∉": "notin", "⊆": "subset",
    "⊂": "subset", "∪": "union",
}  # fmt: skip

FRACTIONS = {"½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅛": (1, 8), "⅙": (1, 6)}
