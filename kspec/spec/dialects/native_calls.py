"""Calls of a native spec's layers: on the output of the entry before, or on named tensors."""

from collections.abc import Mapping
from typing import Any

from kspec.spec.dialects.native_inputs import InputReader, Previous, declares_inputs
from kspec.spec.layers.base import Layer
from kspec.spec.layers.models import Functional
from kspec.spec.named import type_word
from kspec.spec.network import Call, Node, TensorRef, references
from kspec.spec.problem import Path
from kspec.spec.shapes import Structure


class Wirer(InputReader):
    """Builder of a network, whose layers are called one by one."""

    def wire(self, node: Node, entry: Mapping[str, Any], path: Path) -> None:
        """Add the call of a layer in an entry of the document."""
        layer = node.layer
        kwargs: dict[str, Structure] = {}
        own = entry.get("call")
        wired = {"inputs": own["inputs"]} if isinstance(own, dict) and "inputs" in own else {}
        declares = "type" in entry and declares_inputs(entry)
        if isinstance(layer, Functional) and (declares or wired):
            where = (*path, "call") if wired else path
            args = self._arguments(wired, where, spreads=False, lists=_takes_a_list(layer))
            kwargs = self._call_arguments(entry, path)
            kwargs.pop("inputs", None)
        elif layer is not None and node.is_operation:
            args = self._operands(layer, entry, path)
            kwargs = self._call_arguments(entry, path) | self._flat_arguments(node, entry, path)
        else:
            spreads = layer is not None and layer.call_spec.inputs_are_arguments
            args = self._arguments(entry, path, spreads=spreads, lists=_takes_a_list(layer))
            kwargs = self._call_arguments(entry, path)
            if "value" in kwargs and spreads and len(args) > 1 and args[0] is args[1]:
                # One tensor is query and value at once, unless the call names the value.
                args = args[:1]
        where = (*path, "inputs") if "inputs" in entry else path
        node.calls.append(Call(args, kwargs, where))
        self.previous = Previous(TensorRef(node.name, len(node.calls) - 1))

    def _operands(
        self, operation: Layer, entry: Mapping[str, Any], path: Path
    ) -> tuple[Structure, ...]:
        self.network.sequential = False
        if "inputs" not in entry:
            return self._arguments(entry, path, spreads=False)
        structure = self.references.operand(entry["inputs"], (*path, "inputs"))
        if isinstance(structure, list) and operation.call_spec.inputs_are_arguments:
            return tuple(structure)
        return (structure,)

    def _flat_arguments(
        self, node: Node, entry: Mapping[str, Any], path: Path
    ) -> dict[str, Structure]:
        """The arguments of a function that are no fields of its operation."""
        from kspec.spec.dialects.native_operations import call_arguments

        return {
            key: self.references.literal(entry[key], (*path, key))
            for key in entry
            if key in call_arguments(node.class_name)
        }

    def _arguments(
        self, entry: Mapping[str, Any], path: Path, *, spreads: bool, lists: bool = False
    ) -> tuple[Structure, ...]:
        if "inputs" not in entry:
            if self.previous.ref is None:
                return ()
            if self.previous.ambiguous:
                names = ", ".join(f'"{ref.layer}"' for ref in references(self.network.inputs))
                self.problem(
                    "missing_field",
                    path,
                    "The network has several inputs, and this layer does not say which it takes",
                    help=f'Add "inputs": one of {names}.',
                )
            ref = self.previous.ref
            if spreads:  # A stack calls no layer with a tensor as query and value.
                self.network.sequential = False
            return (ref, ref) if spreads else (ref,)
        self.network.sequential = False
        structure = self.references.structure(entry["inputs"], (*path, "inputs"))
        if isinstance(structure, list) and len(structure) == 1 and not lists:
            structure = structure[0]
        if spreads and isinstance(structure, list):
            return tuple(structure)
        return (structure, structure) if spreads else (structure,)

    def _call_arguments(self, entry: Mapping[str, Any], path: Path) -> dict[str, Structure]:
        call = entry.get("call", {})
        if not isinstance(call, dict):
            message = f'"call" must be an object, and is {type_word(call)}'
            self.problem("wrong_type", (*path, "call"), message)
            return {}
        if call:
            self.network.sequential = False
        return {
            key: self.references.literal(item, (*path, "call", key)) for key, item in call.items()
        }


def _takes_a_list(layer: Layer | None) -> bool:
    """Whether a layer distinguishes a list of one tensor from the tensor alone."""
    if isinstance(layer, Functional):
        return not layer.network.sequential and isinstance(layer.network.inputs, list)
    return layer is not None and layer.role == "merge"
