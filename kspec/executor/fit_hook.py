"""Acts at each `Model.fit` of a program that knows nothing of it, and remembers its calls."""

import inspect
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import wraps
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from types import ModuleType
from typing import Any

from kspec.code.training import COMPILE, FIT
from kspec.linter.at_calls import ModelCalls
from kspec.linter.call_sites import CallSite, call_site

OnFit = Callable[[Any, Mapping[str, Any], ModelCalls], object]


class FitHook:
    """Calls ``on_fit`` with the model, the arguments and the calls of the user before each `fit`.

    Its patches (``Layer.__new__``, ``Model.compile`` and ``Model.fit``, when Keras is imported) are
    undone by `remove`.
    """

    def __init__(self, on_fit: OnFit) -> None:
        self._on_fit = on_fit
        self._undo: list[Callable[[], object]] = []
        self._made: dict[int, CallSite] = {}
        self._compiled: dict[int, CallSite] = {}

    def install(self) -> None:
        """Patch Keras now, or as soon as it is imported."""
        keras = sys.modules.get("keras")
        if keras is not None:
            self._patch(keras)
            return
        finder = AfterImport("keras", self._patch)
        sys.meta_path.insert(0, finder)
        self._undo.append(lambda: _without(finder))

    def remove(self) -> None:
        """Undo all patches."""
        while self._undo:
            self._undo.pop()()

    def _patch(self, keras: ModuleType) -> None:
        self._replace(keras.layers.Layer, "__new__", self._making)
        self._replace(keras.Model, "compile", self._compiling)
        self._replace(keras.Model, "fit", self._fitting)

    def _replace(self, owner: type, name: str, wrap: Callable[[Any], object]) -> None:
        own = owner.__dict__.get(name)
        setattr(owner, name, wrap(getattr(owner, name)))
        if own is None:
            self._undo.append(lambda: delattr(owner, name))
        else:
            self._undo.append(lambda: setattr(owner, name, own))

    def _making(self, original: Any) -> object:
        call_sites = self._made

        @wraps(original)
        def __new__(cls: type, *args: Any, **kwargs: Any) -> Any:  # noqa: N807 - replaces one
            layer = original(cls, *args, **kwargs)
            site = call_site()
            if site is not None:
                call_sites[id(layer)] = site
            return layer

        return staticmethod(__new__)

    def _compiling(self, original: Any) -> object:
        compiled = self._compiled

        @wraps(original)
        def compile(self: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: A001 - replaces one
            site = call_site(tuple(COMPILE.split()))
            if site is not None:
                compiled[id(self)] = site
            return original(self, *args, **kwargs)

        return compile

    def _fitting(self, original: Any) -> object:
        signature, hook = inspect.signature(original), self

        @wraps(original)
        def fit(self: Any, *args: Any, **kwargs: Any) -> Any:
            with suppress(TypeError):  # Keras refuses wrong arguments itself
                arguments = signature.bind(self, *args, **kwargs).arguments
                arguments.pop("self")
                hook.before(self, arguments)
            return original(self, *args, **kwargs)

        return fit

    def before(self, model: Any, arguments: Mapping[str, Any]) -> None:
        """Act before a `fit`."""
        fit = call_site(tuple(FIT.split()))
        layers: dict[str, CallSite] = {}
        for layer in model._flatten_layers():  # noqa: SLF001 - no public one has nested layers
            site = self._made.get(id(layer))
            if site is not None:
                parameters = tuple(inspect.signature(type(layer)).parameters)
                layers.setdefault(layer.name, site._replace(parameters=parameters))
        self._on_fit(model, arguments, ModelCalls(layers, self._compiled.get(id(model)), fit))


class AfterImport(MetaPathFinder, Loader):
    """Calls a function with a module when it has been imported for the first time."""

    def __init__(self, name: str, act: Callable[[ModuleType], object]) -> None:
        self._name = name
        self._act = act
        self._loader: Loader | None = None
        self._is_asking = False

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The module's own spec, with this loader around its loader."""
        if fullname != self._name or self._is_asking:
            return None
        self._is_asking = True
        try:
            spec = find_spec(fullname)  # some only look whether it is installed
        finally:
            self._is_asking = False
        if spec is not None and spec.loader is not None:
            self._loader, spec.loader = spec.loader, self
        return spec

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        """Create the module as its own loader does."""
        assert self._loader is not None  # noqa: S101 - it was found
        return self._loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        """Import as the module's own loader does, then act."""
        assert self._loader is not None and module.__spec__ is not None  # noqa: S101, PT018 - found
        module.__spec__.loader = module.__loader__ = self._loader
        _without(self)
        self._loader.exec_module(module)
        self._act(module)


def _without(finder: AfterImport) -> None:
    with suppress(ValueError):
        sys.meta_path.remove(finder)
