"""Bound names: what kind a domain gives them, and when a binder may not be read.

TRUSTED FOR MEANING.  Owns: `bound_kind`, `require_no_capture`.
"""

from __future__ import annotations

from symcheck.language.context import Context, Kind
from symcheck.language.printing import to_text
from symcheck.language.sizes import SCALAR
from symcheck.language.terms import Term, free_symbols
from symcheck.theories.lowering import NotLowered


def require_no_capture(context: Context, name: str) -> None:
    """Raise NotLowered where a definition speaks of the outer symbol that the bound name hides."""
    if name not in context.symbols:
        return
    for other in context.definitions.values():
        if name not in other.params and name in free_symbols(other.body):
            message = f"the bound name `{name}` hides the symbol that `{other.name}` is defined by; give it another name"
            raise NotLowered("no-theory", message)


def bound_kind(domain: Term) -> Kind:
    match domain:
        case Term("domain", (), "R"):
            return Kind("real", SCALAR)
        case Term("domain", (), "Z"):
            return Kind("integer", SCALAR)
        case Term("domain", (), "N"):
            return Kind("natural", SCALAR)
        case Term("interval", _):
            return Kind("real", SCALAR, (), domain)
        case Term("set" | "range", _):
            return Kind("real", SCALAR)
        case Term("arrays", (base, *_)) if domain.shape is not None:
            inner = bound_kind(base)
            return Kind(inner.base, domain.shape, inner.properties, inner.domain)
    raise NotLowered("no-theory", f"no theory reads the domain `{to_text(domain)}`")
