"""Functions of the standard library, as far as programs build models with them."""

import math
import posixpath
import string
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Any

from kspec.code.budget import is_small
from kspec.code.builtin_functions import ARGUMENT, ENDS
from kspec.code.data.context import INVOKE
from kspec.code.items import alike, one_item
from kspec.code.iterators import items_of
from kspec.code.library import CONSTANTS, KINDS, Kind, function
from kspec.code.operators import FAILS, RAISES, is_plain
from kspec.code.records import record
from kspec.code.unknown_numbers import Index, Number
from kspec.code.unknown_texts import ended
from kspec.code.values import Call, Dict, External, List, Partial, Rest, Unknown, Value
from kspec.spec.unknown import UnknownText

OUTSIDE = "what comes from outside of the program"


class Parser:
    """Argument parser: the defaults of its arguments, by the names of the attributes."""

    def __init__(self) -> None:
        self.defaults: dict[str, Value] = {}


@function("argparse.ArgumentParser")
def _parser(call: Call) -> Value:
    del call
    return Parser()


def _of_parser(value: Parser, name: str, call: Call) -> Value:
    if name == "add_argument":
        flags = [flag for flag in call.args if isinstance(flag, str)]
        if flags:
            value.defaults[_attribute(flags, call)] = _default(call)
        return None
    if name in {"add_argument_group", "add_mutually_exclusive_group"}:
        return value
    if name == "set_defaults":
        value.defaults.update(call.kwargs)
        return None
    if name in {"parse_args", "parse_known_args"}:
        known = record(_parsed(value, call), ARGUMENT, call.place)
        return known if name == "parse_args" else (known, Unknown(OUTSIDE, "?", call.place))
    return Unknown(OUTSIDE, "?", call.place)


def _parsed(value: Parser, call: Call) -> dict[str, Value]:
    """The defaults of the options, unknown where a call of ``parse_args`` has words of its own."""
    words, why = call.get(0, "args"), Unknown(ARGUMENT, "?", call.place)
    if words is None or (isinstance(words, List) and not words.items and words.rest is None):
        return value.defaults
    return {named: why.called(named) for named in value.defaults}


def _attribute(flags: list[str], call: Call) -> str:
    named = call.kwargs.get("dest")
    if isinstance(named, str):
        return named
    long = [flag for flag in flags if flag.startswith("--")]
    return (long or flags)[0].lstrip("-").replace("-", "_")


def _default(call: Call) -> Value:
    """Value of an argument that is not passed; unknown for a required one."""
    action = call.kwargs.get("action")
    if "default" in call.kwargs:
        default, convert = call.kwargs["default"], call.kwargs.get("type")
        if isinstance(default, str) and not isinstance(convert, External | None):
            return INVOKE.get()(convert, Call(call.place, (default,)))
        return default
    if isinstance(action, str) and action in {"store_true", "store_false"}:
        return action == "store_false"
    first = call.args[0] if call.args else ""
    if isinstance(action, Unknown):
        return action.called(str(first).lstrip("-"))
    if call.kwargs.get("required") is True or not str(first).startswith("-"):
        return Unknown(ARGUMENT, str(first).lstrip("-"), call.place)
    return None


KINDS[Parser] = Kind(method=_of_parser, attribute=lambda *_: Unknown(OUTSIDE))


@function("functools.partial")
def _partial(call: Call) -> Value:
    if not call.args:
        return Unknown(RAISES, "?", call.place)
    places = {key - 1 if isinstance(key, int) else key: at for key, at in call.places.items()}
    return Partial(call.args[0], call._replace(args=tuple(call.args[1:]), places=places))


@function("pathlib.Path", "pathlib.PurePath", "pathlib.PosixPath", "pathlib.PurePosixPath")
def _path(call: Call) -> Value:
    path = call.args[0] if len(call.args) == 1 else None
    return path if isinstance(path, UnknownText) else _plainly(PurePosixPath)(call)


@function("sys.exit", "os._exit")
def _exit(call: Call) -> Value:
    return Unknown(ENDS, "?", call.place)


@function("copy.copy")
def _copy(call: Call) -> Value:
    value = call.get(0, "x")
    if isinstance(value, List | Dict):
        return value.copied(call.place)
    return value if is_plain(value) else Unknown("a copy of something", "?", call.place)


@function("copy.deepcopy")
def _deep_copy(call: Call) -> Value:
    """A copy whose lists and dictionaries are copies too."""

    def copied(value: Value) -> Value:
        return _deep_copy(Call(call.place, (value,)))

    value = call.get(0, "x")
    if isinstance(value, List | Dict):
        return value.copied(call.place, copied)
    return tuple(map(copied, value)) if type(value) is tuple else _copy(call)


@function("collections.OrderedDict")
def _ordered(call: Call) -> Value:
    first = call.get(0, "items")
    if isinstance(first, Dict):
        return first.copied(call.place)
    pairs = first.items if isinstance(first, List) and first.rest is None else None
    if pairs is not None and all(type(p) is tuple and is_plain(p[:1]) for p in pairs):
        return Dict({pair[0]: pair[1] for pair in pairs}, call.place)
    return Dict(call.kwargs, call.place, rest=None if first is None else Unknown("pairs"))


def _listing(name: str) -> Callable[[Call], Value]:
    """Names of files."""

    def give(call: Call) -> Value:
        why = Unknown(f"what {name} gives", "?", call.place)
        return List((), call.place, rest=Rest(why, why))

    return give


for _name in ("glob.glob", "os.listdir"):
    function(_name)(_listing(_name))


@function("collections.deque")
def _deque(call: Call) -> Value:
    """A list that drops its first items where it is longer than ``maxlen``."""
    items, most = items_of(call.get(0, "iterable", ()), call), call.get(1, "maxlen")
    result = List((), call.place, (), "deque", rest=items if isinstance(items, Unknown) else None)
    result.state["maxlen"] = most
    if not isinstance(items, Unknown):
        result.state["items"] = tuple(items)
    return result


def _plainly(plain: Callable[..., Any]) -> Callable[[Call], Value]:
    """A function of constants alone."""

    def give(call: Call) -> Value:
        if call.unsure is not None or not all(map(is_plain, call.args)) or call.kwargs:
            why = Unknown("not followed", "?", call.place)
            return next((one.called("?") for one in call.args if isinstance(one, Unknown)), why)
        try:
            result = plain(*call.args)
        except FAILS:
            return Unknown(RAISES, "?", call.place)
        return result if is_small(result) else Unknown("too large", "?", call.place)

    return give


_OF_MATH = "ceil floor sqrt log log2 log10 exp pow prod gcd trunc"
for _name in _OF_MATH.split():
    function(f"math.{_name}")(_plainly(getattr(math, _name)))


def _drawn(kind: type[Number]) -> Callable[[Call], Value]:
    """A random number."""
    return lambda call: kind("a random number", "?", call.place)


for _name in ("random", "uniform", "gauss", "normalvariate", "triangular"):
    function(f"random.{_name}")(_drawn(Number))
for _name in ("randint", "randrange", "getrandbits"):
    function(f"random.{_name}")(_drawn(Index))


@function("random.choice", "statistics.mode")
def _choice(call: Call) -> Value:
    """Choose one of several values: the facts common to all."""
    items, why = items_of(call.get(0, "seq"), call), Unknown("a random choice", "?", call.place)
    if isinstance(items, Rest):
        return one_item(items)
    return why if isinstance(items, Unknown) else one_item(Rest(why, alike(items)))


@function("random.sample")
def _sample(call: Call) -> Value:
    """Several random ones of some values, each with the facts common to all."""
    one, count = _choice(call), call.get(1, "k")
    if not isinstance(count, int) or not is_small(range(count)):
        return List((), call.place, rest=Rest(Unknown("a random choice", "?", call.place), one))
    return List((one,) * count, call.place)


@function(
    *("tqdm.tqdm", "tqdm.tqdm_notebook", "tqdm.auto.tqdm", "tqdm.autonotebook.tqdm"),
    *("tqdm.notebook.tqdm", "tqdm.notebook.tqdm_notebook", "tqdm.std.tqdm"),
)
def _with_progress(call: Call) -> Value:
    """Iterable of a progress bar."""
    return call.get(0, "iterable", Unknown("a bar of progress", "?", call.place))


@function("tqdm.trange", "tqdm.auto.trange", "tqdm.notebook.trange", "tqdm.tnrange")
def _range_with_progress(call: Call) -> Value:
    if call.args and all(isinstance(one, int) for one in call.args):
        return range(*call.args[:3])
    return Unknown("how often is not in the code", "?", call.place)


@function("os.path.join")
def _join(call: Call) -> Value:
    result = _plainly(posixpath.join)(call)
    is_unsure = not isinstance(result, Unknown) or call.unsure is not None or not call.args
    return result if is_unsure else ended(("/", call.args[-1]), result)


for _name in ("basename", "dirname", "splitext", "normpath"):
    function(f"os.path.{_name}")(_plainly(getattr(posixpath, _name)))
for _name in ("ascii_letters", "ascii_lowercase", "ascii_uppercase", "digits", "punctuation"):
    CONSTANTS[f"string.{_name}"] = getattr(string, _name)
CONSTANTS["math.pi"] = math.pi
CONSTANTS["math.e"] = math.e
CONSTANTS["os.sep"] = "/"
