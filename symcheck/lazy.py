"""The one place where an import is put off until it is first used.

Owns: `module`, a stand-in for a module that is imported when one of its attributes is first read.  Lowest floor:
it wraps importlib and knows nothing of symcheck.  Everywhere else imports stand at the top of the file.

The name is always written as a literal, so that tests/house counts it as an import like any other and floors and
owners (sympy: oracles, numpy: crosscheck) hold for it too.  To keep the types, use it as

    if TYPE_CHECKING:
        from symcheck import engine
    else:
        engine = lazy.module("symcheck.engine")
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType


class Deferred(ModuleType):
    """Stands for the module of its name; nothing is imported before an attribute is read."""

    def __getattr__(self, name: str) -> object:
        return getattr(import_module(self.__name__), name)


def module(name: str) -> ModuleType:
    """A stand-in for the module called `name` in full (ImportError at first use where there is none)."""
    return Deferred(name)
