"""Environments of Gym and Gymnasium: the sizes of what agents see and of what they do."""

from collections.abc import Mapping
from types import MappingProxyType

from kspec.code.data.literal import array_of
from kspec.code.library import KINDS, Kind, function
from kspec.code.records import record
from kspec.code.values import Call, Place, Value
from kspec.named_tuple import NamedTuple
from kspec.spec.unknown import Unknown

REASON = "what an environment gives"


class Environment(NamedTuple):
    """Sizes of an environment: shapes as tuples, numbers of choices as integers, and the bound of
    its actions, which is the same in both directions.
    """

    observations: tuple[int, ...] | int
    actions: tuple[int, ...] | int
    bound: float = 1.0


SCREEN = (210, 160, 3)
ENVIRONMENTS = {
    "CartPole": Environment((4,), 2),
    "MountainCar": Environment((2,), 3),
    "MountainCarContinuous": Environment((2,), (1,)),
    "Acrobot": Environment((6,), 3),
    "Pendulum": Environment((3,), (1,), 2.0),
    "LunarLander": Environment((8,), 4),
    "LunarLanderContinuous": Environment((8,), (2,)),
    "BipedalWalker": Environment((24,), (4,)),
    "BipedalWalkerHardcore": Environment((24,), (4,)),
    "FrozenLake": Environment(16, 4),
    "FrozenLake8x8": Environment(64, 4),
    "CliffWalking": Environment(48, 4),
    "Taxi": Environment(500, 6),
    "Breakout": Environment(SCREEN, 4),
    "BreakoutDeterministic": Environment(SCREEN, 4),
    "Pong": Environment(SCREEN, 6),
    "PongDeterministic": Environment(SCREEN, 6),
    "SpaceInvaders": Environment(SCREEN, 6),
}
HARMLESS = {"render_mode", "is_slippery", "disable_env_checker"}


@function("gym.make", "gymnasium.make")
def make(call: Call) -> Value:
    """An environment by its name, without its version."""
    name = call.get(0, "id")
    environment = ENVIRONMENTS.get(name.rpartition("-v")[0]) if isinstance(name, str) else None
    if environment is None or len(call.args) > 1 or call.kwargs.keys() - HARMLESS - {"id"}:
        return Unknown("what gym.make gives", "env", call.place)
    return environment


def _space(
    size: tuple[int, ...] | int, place: Place, bounds: Mapping[str, float] = MappingProxyType({})
) -> Value:
    if isinstance(size, int):
        return record({"n": size, "shape": ()}, REASON, place)
    sides = {
        side: array_of([bound] * size[0])._replace(dtype="float32")
        for side, bound in bounds.items()
    }
    return record({"shape": size, **sides}, REASON, place)


def _attribute(value: Environment, name: str, place: Place) -> Value:
    if name == "observation_space":
        return _space(value.observations, place)
    if name == "action_space":
        bounds = {"high": value.bound, "low": -value.bound}
        return _space(value.actions, place, bounds)
    return value if name == "unwrapped" else Unknown(REASON, name, place)


def _method(value: Environment, name: str, call: Call) -> Value:
    del value
    return Unknown(REASON, f"{name}()", call.place)


METHODS = frozenset(("close", "render", "reset", "seed", "step"))
KINDS[Environment] = Kind(_attribute, _method, methods=METHODS)
