"""Findings: rules with codes over an analysed model, the choice among them, and their fixes.

Importing a submodule binds the package's name in `kspec`, where it is also the name of the
function `kspec.lint`; so the package can be called, and is that function.
"""

import sys
from types import ModuleType
from typing import Any


class _Callable(ModuleType):
    def __call__(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - hands everything on
        return vars(sys.modules["kspec"])["_lint"](*args, **kwargs)


sys.modules[__name__].__class__ = _Callable
