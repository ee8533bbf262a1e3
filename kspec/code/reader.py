"""Reader of a program: the state that all parts of the reading share."""

import ast
from collections.abc import Callable, Sequence
from pathlib import Path

from kspec.code.budget import Budget
from kspec.code.journal import MISSING, Journal
from kspec.code.keras.events import Log
from kspec.code.scopes import Scope
from kspec.code.values import Call, Class, Function, Object, Place, Unknown, Value
from kspec.named_tuple import NamedTuple

Comprehension = ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp


class Completion(NamedTuple):
    """End of a block before its last statement: "return", "break", "continue" or "raise"."""

    kind: str
    value: Value = None


class Frame:
    """Call of a function of the program."""

    __slots__ = ("body", "cut", "function", "maybe", "receiver", "returns", "scope", "yields")

    def __init__(self, function: Function | None, scope: Scope, receiver: Value = None) -> None:
        self.function = function
        self.scope = scope
        self.receiver = receiver
        self.returns: list[Value] = []
        """Returned values of branches that may be taken."""
        self.yields: list[Value] | None = None
        self.maybe: list[Value] = []
        """Values that it may yield."""
        self.cut: Unknown | None = None
        """Reason why it may yield more values."""
        self.body: Callable[[Value], None] | None = None
        """Body of a ``with`` statement that takes the value that a context manager yields."""


NOT_BOUND = "no statement that kspec follows binds this name"


class Reader:
    """State of reading: names, changes, steps, and the ``log`` of Keras's calls.

    ``place`` is the statement of the program that is read while another module's code is, so that
    every place is in the program's own text; None otherwise.
    """

    def __init__(self, log: Log, folder: Path | None, names: dict[str, Value]) -> None:
        self.journal = Journal()
        self.budget = Budget()
        self.log = log
        self.folder = folder
        self.builtins = names
        self.module = Scope(Scope(None, names), {"__name__": "__main__"})
        self.frames = [Frame(None, self.module)]
        self.called: set[ast.AST] = set()
        """The definitions of functions that were called, and of classes of which one was made."""
        self.escaped: set[ast.AST] = set()
        """The definitions of functions and classes that code has which kspec does not know."""
        self.given: set[str] = set()
        """Names of arguments that a wrapper or a search gives to the functions that it calls."""
        self.changing: set[str] = set()
        """Attributes that methods of the class which is read alone count up, or collect in."""
        self.called_unseen: set[str] = set()
        """Names of functions and methods of unknown objects that are called with arguments."""
        self.functions: list[Function] = []
        """All functions and methods of the program, in the order of their definitions."""
        self.objects: dict[ast.AST, Object] = {}
        """The last object of each class of the program."""
        self.classes: list[Class] = []
        self.configs: dict[ast.AST, frozenset[str]] = {}
        """Keys that ``get_config`` of a class of the program gives, by the definition."""
        self.outside: Place | None = None
        self.modules: dict[str, Value] = {}
        self.trying = 0
        """Number of open ``try`` with a handler."""
        self.may_raise: Unknown | None = None
        """Reason why the body of the innermost ``try`` may have ended in an error."""
        self.unsure = 0
        """Number of open unknown branches and loops."""
        self.rounds = 0
        """Number of these that are loops over items, which hardly ever are none."""
        self.carrying = False
        """Whether a loop is read for the values that its iterations pass on."""
        self.has_inner = False
        """Whether the body of a loop that is read so has loops, or calls functions with loops."""

    # The parts of a reading are modules of their own, which `kspec.code.reading` puts together.
    evaluate: Callable[[ast.expr], Value]
    """The value of an expression."""
    execute: Callable[[Sequence[ast.stmt]], Completion | None]
    """Reads statements; the completion where they end early."""
    call: Callable[[ast.Call], Value]
    """The value of a call expression."""
    invoke: Callable[[Value, Call], Value]
    """The value of a call of a value."""
    attribute: Callable[[Value, str, Place], Value]
    """The value of an attribute."""
    subscript: Callable[[Value, Value, Place], Value]
    """The value of ``value[key]``."""
    items: Callable[[Value, Place], Sequence[Value] | Unknown]
    """The items of a loop over a value."""
    comprehension: Callable[[Comprehension], Value]
    """The value of a comprehension."""

    @property
    def scope(self) -> Scope:
        """The innermost scope."""
        return self.frames[-1].scope

    def place(self, node: Place) -> Place:
        """Return the position of a node in the text of the program."""
        return node if self.outside is None else self.outside

    def refuse(self, kind: str, message: str, place: Place, help_: str) -> None:
        """Report a call that a library refuses, where the program surely makes it."""
        if not self.trying and self.unsure <= self.rounds:
            self.log.report(kind, message, self.place(place), help_)

    def name(self, name: str, node: Place) -> Value:
        """The value of a name."""
        value = self.scope.find(name)
        if value is MISSING:
            return Unknown(NOT_BOUND, name, node)
        return value

    def bind(self, name: str, value: Value) -> None:
        """Bind a name in the innermost scope."""
        scope = self.scope.globals.get(name, self.scope)
        if isinstance(value, Unknown):
            value = value.renamed(name)
        self.journal.write(scope.state, name, value)

    def unknown(self, reason: str, node: Place, name: str = "?") -> Unknown:
        """An unknown value that comes from a place of the program."""
        return Unknown(reason, name, self.place(node))

    def why(self, value: Value, reason: str, node: Place) -> Unknown:
        """Unknown value itself, or for any other one an unknown with this reason."""
        return value if isinstance(value, Unknown) else self.unknown(reason, node)
