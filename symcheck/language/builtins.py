"""The words the language knows without a declaration, in one place.

Owns: the names of built-in functions, constants, keyword arguments and reserved words.  Does not own:
their shapes (operators.py) or meaning (theories).  A declared name beats every built-in; reserved words cannot be declared.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


BUILTINS = _words("""
    norm tr det logdet diag vec kron block inv pinv sum prod grad hess jac diff exp log ln sqrt abs
    sin cos tan asin acos atan arcsin arccos arctan sinh cosh tanh sigmoid relu softmax logsumexp max min argmin argmax
    solve limit integrate O Theta o factorial binomial conv flip rank sign floor ceil rows cols shape mean
    E Var Cov P KL span rowspace colspace nullspace count parameters neurons macs memory receptive_field output_shape
    float64 matches ones zeros I hadamard transpose conj sgn gamma erf taylor inner outer
    independent normal gaussian bernoulli categorical uniform exponential poisson pdf logpdf entropy
    trace dot sec csc cot coth asinh acosh atanh arcsinh arccosh arctanh softplus round Re Im
    """)
CONSTANTS = frozenset({"pi", "e", "inf", "true", "false"})
DOMAINS = frozenset({"R", "N", "Z", "C", "Q"})

# functions written with square brackets too, E[x]; `|` inside them is "given"
BRACKETED = frozenset({"E", "Var", "Cov", "P"})
# functions whose name is followed by brackets, never by a bare atom: too short to be unmistakable
NEVER_BARE = frozenset(
    {"E", "Var", "Cov", "P", "KL", "O", "o", "Theta", "I", "ones", "zeros", "gamma", "block", "conv"}
) | _words("independent normal gaussian bernoulli categorical uniform exponential poisson pdf logpdf entropy")
# `argmin_w f` is argmin(f, w)
SUBSCRIPTED = frozenset({"argmin", "argmax", "grad", "hess", "jac", "diff"})

# names that may stand before `=` in the arguments of a built-in function, where they are not declared
KEYWORD_ARGUMENTS = _words("""
    padding stride dilation mode wrt size of at pass tolerance steps p bias input order direction per digits axis biases
    rows float64
""")
# functions of a network or recurrence: the arguments after it may be names of layers, declared nowhere else
OF_OBJECTS = frozenset({"parameters", "neurons", "macs", "memory", "receptive_field", "output_shape"})
# keywords whose value may be a word that is declared nowhere: a mode, the name of a layer
LABELLED = frozenset({"mode", "at", "pass", "of", "direction", "per"})

RESERVED = _words("""
    for all every forall exists in notin is and or not iff implies by given from where subset of union
    true false inf if else then given such that with as to let
    """)
