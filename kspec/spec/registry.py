"""Registries: from the name that a document uses to the class that describes it, importing no
other class.
"""

from importlib import import_module

from kspec.spec import index
from kspec.spec.spec_object import SpecObject

KEPT = 256
"""Number of remembered notations."""

LAST = {
    "layer": ("name", "dtype"),
    "loss": ("reduction", "name", "dtype"),
    "metric": ("name", "dtype"),
    "optimizer": (*index.PARTS["Optimizer"],)[1:],
    "initializer": ("seed", "input_axes", "output_axes"),
}
"""Arguments that stand behind those of the class itself, by kind."""
BY_NAME = frozenset(("trainable", "autocast", "activity_regularizer", "bounding_box_format"))
"""Fields of layers that code gives by their names."""


class Registry:
    """The classes of one kind.

    ``noun`` is the word for one of them in messages (``"layer"``). The index (generated from the
    classes) maps names and aliases to modules, aliases to class names, and the strings that Keras
    resolves to class names. ``by_name`` is true where Keras looks a class of its own up by the name
    alone, whatever the module in the file. ``own_classes`` is true where an alias is another class
    than the one that describes it: it gets a class of its own name.
    """

    __slots__ = (
        "_classes",
        "_found",
        "_read",
        "_strings",
        "by_name",
        "ignore_case",
        "noun",
        "own_classes",
    )

    def __init__(
        self,
        noun: str,
        *,
        ignore_case: bool = False,
        by_name: bool = False,
        own_classes: bool = False,
    ) -> None:
        self.noun = noun
        self.own_classes = own_classes
        self.ignore_case = ignore_case
        self.by_name = by_name
        self._classes = index.CLASSES[noun]
        self._strings = index.STRINGS.get(noun, {})
        self._found: dict[str, type[SpecObject]] = {}
        self._read: dict[str, SpecObject] = {}

    def find(self, name: str) -> type[SpecObject] | None:
        """The class with this name or alias, or that this string names (Keras takes it for a name
        too).
        """
        cls = self._found.get(name)
        if cls is None:
            known = name if name in self._classes else self.resolve(name)
            if known is None:
                return None
            module, attribute = self._classes[known]
            cls = getattr(import_module(module), attribute)
            if self.own_classes and attribute != name:
                cls = type(name, (cls,), {"__module__": module, "aliases": ()})
            self._found[name] = cls
        return cls

    def canonical(self, name: str) -> str:
        """Keras's name of a class, by a name or an alias."""
        cls = self.find(name)
        return name if cls is None else cls.serialization.internal_name or cls.__name__

    def resolve(self, text: str) -> str | None:
        """The class name that Keras makes an object of for a string, or None where Keras raises."""
        return self._strings.get(text.lower() if self.ignore_case else text)

    def instance(self, value: object) -> object:
        """Object of a field: an object unchanged, and for a name the object with its defaults."""
        if not isinstance(value, str):
            return value
        cls = self.find(value)
        return None if cls is None else cls.model_construct()

    def known(self, notation: str) -> SpecObject | None:
        """Object that a notation was read as before: a large file repeats few notations in every
        layer.
        """
        return self._read.get(notation)

    def remember(self, notation: str, instance: SpecObject) -> None:
        """Remember the object of a valid notation, up to a number of them."""
        if len(self._read) < KEPT:
            self._read[notation] = instance

    def names(self) -> list[str]:
        """All class names and aliases, sorted."""
        return sorted(self._classes)

    def positions(self, name: str) -> list[str]:
        """The arguments that a class takes by their places, in order."""
        from kspec.spec.positions import ORDERS

        cls = self.find(name)
        if cls is None:
            return []
        order = ORDERS.get(self.noun, {}).get(cls.__name__)
        if order is not None:
            return order.split()
        fields, last = list(cls.written()), LAST.get(self.noun, ())
        own = [field for field in fields if field not in last and field not in BY_NAME]
        if "bounding_box_format" in fields:  # of images: the axes are a field of the base class
            own.append(own.pop(own.index("data_format")))
        if "bias_regularizer" in own:
            own.insert(own.index("bias_regularizer") + 1, "activity_regularizer")
        if self.noun == "layer" and not own:
            return []
        return [*own, *(field for field in last if field in fields)]

    def spellings(self, names: list[str]) -> list[str]:
        """Keep one name per class: the longest, lower case before others."""
        best: dict[str, str] = {}
        for name in sorted(names, key=lambda name: (name.islower(), len(name))):
            best[self.resolve(name) or name] = name
        return sorted(best.values())

    def strings(self) -> list[str]:
        """All strings that resolve, sorted."""
        return sorted(self._strings)


LAYERS = Registry("layer")
LOSSES = Registry("loss")
METRICS = Registry("metric")
OPTIMIZERS = Registry("optimizer", ignore_case=True)
SCHEDULES = Registry("learning-rate schedule")
INITIALIZERS = Registry("initializer", by_name=True)
REGULARIZERS = Registry("regularizer", by_name=True)
CONSTRAINTS = Registry("constraint", by_name=True)
CALLBACKS = Registry("callback")
OPERATIONS = Registry("operation", own_classes=True)
REGISTRIES = {one.noun: one for one in list(globals().values()) if isinstance(one, Registry)}
"""The registries by their nouns."""
