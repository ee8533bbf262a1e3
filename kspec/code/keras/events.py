"""Log of a reading: uses of models, in order."""

from collections.abc import Callable
from typing import Any

from kspec.code.keras.network import Written
from kspec.code.keras.values import POLICY, Argument, Described, Model
from kspec.code.values import Call, Place, Value
from kspec.named_tuple import NamedTuple

CHANNELS_LAST = "channels_last"


class CodeProblem(NamedTuple):
    """Problem of the code itself, of a kind that a rule reports; for a keyword argument it stands
    at the name.
    """

    kind: str
    message: str
    place: Place
    help: str = ""
    mend: str | None = None
    """Text in the place of the code, with ``{}`` for the code itself; empty where it goes."""
    safe: bool = True
    """Whether the text surely means what the author meant."""
    since_keras: int = 0
    """First major version of Keras with this problem, 0 for all."""


class Phase:
    """Compilation of a model, its first fit, and its first batch as a call of `fit`; ``replaced``
    is whether another compile came before any of them.
    """

    def __init__(self, model: Model, compile_call: Call | None, network: Written | None) -> None:
        self.model = model
        self.compile = compile_call
        self.network = network
        self.optimizer: Described | None = None
        """The optimizer as it was at the compile."""
        self.fit: Call | None = None
        self.batch: Call | None = None
        self.handed = False
        """Whether code that kspec does not know had the model before its fit."""
        self.replaced = False


def compiles_of(model: Model) -> list[Call | None]:
    """The compiles that a model is trained with, None for a training without one."""
    return [phase.compile for phase in model.state["<phases>"]]


def last_compile(model: Model) -> Call | None:
    """The compile that a model was last trained with; None for a training without one."""
    return (None, *compiles_of(model))[-1]


def losses_of(model: Model) -> list[Value]:
    """The losses that a model is compiled with, None for a training without a compile."""
    return [None if one is None else one.get(1, "loss") for one in compiles_of(model)]


class Log:
    """All models in the order of their creation, their training, and the problems."""

    def __init__(self) -> None:
        self.models: list[Model] = []
        self.phases: list[Phase] = []
        self.problems: list[CodeProblem] = []
        self.objects: list[Described] = []
        """All objects of Keras's classes that the program makes."""
        self.unseen: list[Call] = []
        """The calls of `compile` and `fit` of parameters of functions that nothing calls."""
        self.shown: set[Place] = set()
        """The places of what the documents of models show."""
        self.names: dict[str, int] = {}
        """Number of layers that Keras has named so far, by name."""
        self.data_format = CHANNELS_LAST
        """Order of axes of layers without their own."""
        self.policy: Argument | None = None
        """Dtype policy of the models that are made next; None for Keras's own."""
        self.histories: dict[tuple[tuple[Place, ...], range | None], Value] = {}
        """Histories that calls of `fit` return, by their places and epochs."""
        self.receivers: dict[Place, set[Place]] = {}
        """Places where models are made that a call is of, or of which it calls a method."""
        self.looked_up: dict[Place, dict[tuple[str, tuple[Place, ...]], None]] = {}
        """The names that an expression looks up in histories, with the calls of `fit`."""
        self.has_old_backend = False
        """Whether the backend of the program is that of `tf.keras`, with its functions."""
        self.code = ""
        """Text of the program."""
        self.pretrained: set[Place] = set()
        """Places of the models of `keras.applications` that may have weights."""

    def undoing(self) -> Callable[[], None]:
        """A function that undoes all records since now."""
        models, problems, names = list(self.models), list(self.problems), dict(self.names)
        trained = [(phase, dict(vars(phase))) for phase in self.phases]

        def undo() -> None:
            self.models[:], self.problems[:] = models, problems
            self.names.clear()
            self.names.update(names)
            self.phases[:] = [phase for phase, _ in trained]
            for phase, attributes in trained:
                vars(phase).update(attributes)

        return undo

    def add(self, model: Model) -> None:
        """Record a model that is made, with the dtype policy of its layers."""
        self.models.append(model)
        if self.policy is not None:
            model.state[POLICY] = self.policy

    def report(self, kind: str, message: str, place: Place, help_: str, **more: Any) -> None:
        """Record a problem of the code."""
        self.problems.append(CodeProblem(kind, message, place, help_, **more))

    def received(self, call: Place, model: object) -> None:
        """Record that a call is of a model, or calls a method of it."""
        if isinstance(model, Model):
            self.receivers.setdefault(call, set()).add(model.place)

    def auto_name(self, base: str) -> str:
        """The next name that Keras gives to a layer without one."""
        count = self.names.get(base, 0)
        self.names[base] = count + 1
        return base if not count else f"{base}_{count}"
