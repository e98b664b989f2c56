"""Names and what they stand for: graphs, subgraphs, functions and training graphs.

A scope is one body of nodes as it is entered once: the main graph, a branch of an If, a call of
a local function. Every tensor that a body holds is a `Site`, whichever way it is kept.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeAlias

import onnx

from caffe_fillers.errors import FormatError, within
from caffe_fillers.formats.onnx.element import ELEMENTS, FLOATS, Element
from caffe_fillers.formats.onnx.model import OnnxModel, shape_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from caffe_fillers.core.draws import Shape
    from caffe_fillers.formats.onnx.save import Holder

__all__ = ["Call", "Scope", "Scopes", "Site", "attributes_of", "domain_of"]

#: Bounds for a model that only pretends: how often functions are entered, how many nodes are met
#: in them, and how deep they call each other.
MAX_ENTERED = 20_000
MAX_MET = 100_000
MAX_DEPTH = 200

FunctionKey: TypeAlias = tuple[str, str, str]


@dataclass(frozen=True, slots=True, eq=False)
class Site:
    """A tensor somewhere in the model."""

    #: Unique: an initializer's name, with its graph's path where it is not in the main graph.
    name: str
    #: "initializer", "Constant", "sparse initializer" ...
    held_in: str
    holder: Holder
    #: Of a sparse tensor, the shape it stands for.
    shape: Shape
    #: How many values are stored.
    size: int
    #: Of no element type that weights have: None.
    element: Element | None
    sparse: bool = False
    #: The operator whose attribute it is, unless that is a Constant.
    owner: Call | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Call:
    """A node where it is executed."""

    scope: Scope
    node: onnx.NodeProto
    #: How messages call it: its name, else its type and number.
    name: str

    @property
    def op(self) -> str:
        """The operator's type."""
        return self.node.op_type


@dataclass(slots=True, eq=False)
class Scope:
    """One body of nodes, entered once."""

    #: Goes before the names of its tensors.
    path: str
    #: Where names that are not known here are looked up (subgraphs).
    parent: Scope | None
    calls: list[Call] = field(default_factory=list)
    sites: dict[str, Site] = field(default_factory=dict)
    producers: dict[str, Call] = field(default_factory=dict)
    readers: dict[str, list[Call]] = field(default_factory=dict)
    #: Formal inputs, and the scope and name of what is given for them.
    bound: dict[str, tuple[Scope, str]] = field(default_factory=dict)
    #: Formal inputs that nothing here is known of.
    inputs: frozenset[str] = frozenset()
    #: A function's attributes as its call gives them.
    given: dict[str, onnx.AttributeProto] = field(default_factory=dict)
    #: Outputs of calls of functions: the function's scope and its name for them.
    results: dict[str, tuple[Scope, str]] = field(default_factory=dict)

    def resolve(self, name: str) -> tuple[Scope, str]:
        """The scope that a value comes from, and its name there."""
        scope = self
        for _ in range(MAX_DEPTH * 4):
            if name in scope.results:
                scope, name = scope.results[name]
            elif name in scope.sites or name in scope.producers or name in scope.inputs:
                break
            elif name in scope.bound:
                scope, name = scope.bound[name]
            elif scope.parent is not None:
                scope = scope.parent
            else:
                break
        return scope, name


def domain_of(node: onnx.NodeProto) -> str:
    """The operator's domain, the default one as ""."""
    return "" if node.domain == "ai.onnx" else node.domain


def attributes_of(call: Call) -> dict[str, onnx.AttributeProto]:
    """A node's attributes by name, those that a function's call gives among them."""
    found = {}
    for each in call.node.attribute:
        given = call.scope.given.get(each.ref_attr_name) if each.ref_attr_name else each
        if given is not None:
            found[each.name] = given
    return found


class Scopes:
    """All scopes of a model, in the order in which they are entered."""

    def __init__(self, model: OnnxModel) -> None:
        """Read every body.

        Raises:
            FormatError: functions call each other in a circle, or the model is out of all bounds.
        """
        self._functions: dict[FunctionKey, onnx.FunctionProto] = {
            _key(function.domain, function.name, function.overload): function
            for function in model.proto.functions
        }
        # Protobuf makes new objects for each look; held ones keep their identity.
        self._sites: dict[int, Site] = {}
        self._entered: list[FunctionKey] = []
        self._called: set[FunctionKey] = set()
        self._times = self._met = 0
        #: Every node where it is executed; a node with bodies comes after them.
        self.calls: list[Call] = []
        self.main = self._enter_graph(model.proto.graph, "", None)
        #: Of each training_info: the scopes of its initialization and its algorithm.
        self.training: list[tuple[onnx.TrainingInfoProto, Scope, Scope]] = []
        for number, training in enumerate(model.proto.training_info):
            path = f"training_info[{number}]"
            self.training.append(
                (
                    training,
                    self._enter_graph(training.initialization, f"{path}.initialization/", None),
                    self._enter_graph(training.algorithm, f"{path}.algorithm/", self.main),
                )
            )
        for key, function in self._functions.items():
            if key not in self._called:
                self._enter_function(function, None)

    @property
    def sites(self) -> list[Site]:
        """Every tensor, once."""
        return list(self._sites.values())

    def is_function(self, call: Call) -> bool:
        """Whether the node calls a function of the model."""
        return _key(call.node.domain, call.op, call.node.overload) in self._functions

    def _enter_graph(self, graph: onnx.GraphProto, path: str, parent: Scope | None) -> Scope:
        scope = Scope(path, parent)
        for tensor in graph.initializer:
            scope.sites[tensor.name] = self._tensor(path + tensor.name, "initializer", tensor)
        for sparse in graph.sparse_initializer:
            name = sparse.values.name
            scope.sites[name] = self._sparse(path + name, "initializer", sparse)
        scope.inputs = frozenset(each.name for each in graph.input) - scope.sites.keys()
        self._run(scope, graph.node)
        return scope

    def _enter_function(self, function: onnx.FunctionProto, call: Call | None) -> Scope:
        key = _key(function.domain, function.name, function.overload)
        if key in self._entered:
            raise FormatError(f"function {function.name!r} calls itself")
        scope = Scope(_path(function), None)
        scope.given = {each.name: each for each in function.attribute_proto}
        if call:
            scope.given |= attributes_of(call)
            actuals = zip(function.input, call.node.input, strict=False)
            scope.bound = {formal: (call.scope, actual) for formal, actual in actuals if actual}
        scope.inputs = frozenset(function.input) - scope.bound.keys()
        self._times += 1
        self._met += len(function.node)
        beyond = self._times > MAX_ENTERED or self._met > MAX_MET
        if beyond or len(self._entered) > MAX_DEPTH:
            raise FormatError("its functions call each other beyond all bounds")
        self._entered.append(key)
        self._called.add(key)
        self._run(scope, function.node)
        self._entered.pop()
        return scope

    def _run(self, scope: Scope, nodes: Sequence[onnx.NodeProto]) -> None:
        for number, node in enumerate(nodes):
            call = Call(scope, node, node.name or f"{node.op_type}_{number}")
            function = self._functions.get(_key(node.domain, node.op_type, node.overload))
            if function is None:
                self._attributes(call)
                for name in node.output:
                    scope.producers.setdefault(name, call)
            else:
                inner = self._enter_function(function, call)
                for formal, actual in zip(function.output, node.output, strict=False):
                    scope.results[actual] = inner, formal
            for name in node.input:
                scope.readers.setdefault(name, []).append(call)
            scope.calls.append(call)
            self.calls.append(call)

    def _attributes(self, call: Call) -> None:
        """The bodies and the tensors that a node's attributes hold."""
        scope, node = call.scope, call.node
        constant = node.op_type == "Constant" and domain_of(node) == ""
        for name, attribute in attributes_of(call).items():
            path = f"{scope.path}{call.name}.{name}"
            graphs = [attribute.g] if attribute.HasField("g") else list(attribute.graphs)
            for number, graph in enumerate(graphs):
                tail = f"[{number}]" if attribute.graphs else ""
                self._enter_graph(graph, f"{path}{tail}/", scope)
            if constant and node.output:
                site = self._value(scope.path + node.output[0], "Constant", attribute)
                if site:
                    scope.sites[node.output[0]] = site
                continue
            owned = self._value(path, "attribute", attribute)
            several = enumerate(attribute.tensors)
            inner = [self._tensor(f"{path}[{at}]", "attribute", each) for at, each in several]
            for site in filter(None, [owned, *inner]):
                self._sites[id(site.holder)] = replace(site, owner=call)

    def _value(self, name: str, held_in: str, attribute: onnx.AttributeProto) -> Site | None:
        """The tensor that an attribute holds, if it does."""
        if attribute.HasField("t"):
            return self._tensor(name, held_in, attribute.t)
        if attribute.HasField("sparse_tensor"):
            return self._sparse(name, held_in, attribute.sparse_tensor)
        if attribute.type == onnx.AttributeProto.FLOATS:
            count = len(attribute.floats)
            return self._add(Site(name, held_in, attribute, (count,), count, FLOATS["FLOAT"]))
        if attribute.type == onnx.AttributeProto.FLOAT and held_in == "Constant":
            return self._add(Site(name, held_in, attribute, (), 1, FLOATS["FLOAT"]))
        return None

    def _tensor(self, name: str, held_in: str, tensor: onnx.TensorProto) -> Site:
        with within(f"tensor {tensor.name or name!r}"):
            shape = shape_of(tensor)
        element = ELEMENTS.get(tensor.data_type)
        return self._add(Site(name, held_in, tensor, shape, math.prod(shape), element))

    def _sparse(self, name: str, held_in: str, sparse: onnx.SparseTensorProto) -> Site:
        values = self._tensor(name, f"sparse {held_in}", sparse.values)
        return self._add(replace(values, shape=tuple(sparse.dims), sparse=True))

    def _add(self, site: Site) -> Site:
        """The site; the one that its holder has already, if a function is called again."""
        known = self._sites.get(id(site.holder))
        if known and known.sparse >= site.sparse:
            return known
        self._sites[id(site.holder)] = site
        return site


def _key(domain: str, name: str, overload: str) -> FunctionKey:
    return domain, name, overload


def _path(function: onnx.FunctionProto) -> str:
    overload = f":{function.overload}" if function.overload else ""
    return f"{function.domain}.{function.name}{overload}/"
