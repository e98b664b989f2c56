"""LSTM, RNN and LSTMUnit: unrolled, as a Scan, or as ONNX's own operators.

Caffe's layers read a mark `cont` for each step and item: 0 forgets the state. ONNX's LSTM and RNN
have no such thing, so they serve only where the user says that no sequence begins inside.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from caffe_fillers.core.registry import exporter
from caffe_fillers.exporters.graph import Body
from caffe_fillers.layers.shapes import size

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from caffe_fillers.exporters.graph import Graph
    from caffe_fillers.exporters.site import Site

#: Longer sequences become a Scan.
MOST_UNROLLED = 64


@dataclass(frozen=True, slots=True)
class Cell:
    """What one time step computes."""

    #: Rows of the gates, in hidden sizes.
    gates: int
    #: How many states go from step to step: h, and c of an LSTM.
    states: int


LSTM, RNN = Cell(4, 2), Cell(1, 1)


@exporter("LSTM")
def lstm(at: Site, x: str, cont: str, *more: str) -> list[str]:
    """With c = cont f c + i g: h = o tanh(c); gates i, f, o, g (lstm_layer.cpp)."""
    return _Recurrent(at, LSTM, x, cont, more).tops()


@exporter("RNN")
def rnn(at: Site, x: str, cont: str, *more: str) -> list[str]:
    """With h = tanh(W x + b + R cont h): o = tanh(V h + b_o) (rnn_layer.cpp)."""
    return _Recurrent(at, RNN, x, cont, more).tops()


@exporter("LSTMUnit")
def lstm_unit(at: Site, cell: str, gates: str, cont: str) -> list[str]:
    """One step: the new c and h (lstm_unit_layer.cpp)."""
    _, batch, hidden = at.bottoms[0]
    marks = at.graph.reshape(cont, (1, batch, 1))
    return list(_unit(at.graph, cell, gates, marks, hidden))


def _unit(graph: Graph, cell: str, gates: str, marks: str, hidden: int) -> tuple[str, str]:
    """The new c and h, of gates (1, N, 4H) and marks (1, N, 1)."""
    i, f, o, g = graph.split(gates, 2, [hidden] * 4)
    i, f, o = (graph.op("Sigmoid", each) for each in (i, f, o))
    kept = graph.op("Mul", graph.op("Mul", marks, f), cell)
    new = graph.op("Add", kept, graph.op("Mul", i, graph.op("Tanh", g)))
    return new, graph.op("Mul", o, graph.op("Tanh", new))


class _Recurrent:
    """One layer while it is written; lives only inside its function."""

    def __init__(self, at: Site, cell: Cell, x: str, cont: str, more: Sequence[str]) -> None:
        self.at, self.graph, self.cell = at, at.graph, cell
        param = at.layer.recurrent_param
        self.steps, self.batch = at.bottoms[0][:2]
        self.hidden = param.num_output
        self.rows = cell.gates * self.hidden
        self.inputs = size(at.bottoms[0][2:])
        self.exposed = param.expose_hidden
        states = cell.states if self.exposed else 0
        self.static = more[0] if len(more) > states else ""
        self.given = list(more[len(more) - states :]) if states else []
        self.x, self.cont = x, cont
        #: The number of the first blob behind those that x, bias and static take.
        self.first = 3 if self.static else 2

    def tops(self) -> list[str]:
        """The sequence, and the last states if they are exposed."""
        self.marks = self.graph.reshape(self.cont, (self.steps, self.batch, 1))
        kept = self.at.options.state and not self.exposed
        names = ["h", "c"][: self.cell.states]
        shape = (1, self.batch, self.hidden)
        if kept:
            self.given = [
                self.graph.add_input(f"{self.at.layer.name}_{name}_in", shape) for name in names
            ]
        sequence, last = self._run()
        if kept:
            for name, value in zip(names, last, strict=True):
                self.graph.add_output(f"{self.at.layer.name}_{name}_out", value, shape)
        return [self._outputs(sequence), *last][: len(self.at.tops)]

    def _run(self) -> tuple[str, list[str]]:
        how = self.at.options.recurrent
        if how == "continuous":
            return self._operator()
        if how == "scan" or (how == "auto" and self.steps > MOST_UNROLLED):
            return self._scan()
        return self._unrolled()

    def _outputs(self, sequence: str) -> str:
        """What an RNN makes of its h; an LSTM's top is h itself."""
        if self.cell is LSTM:
            return sequence
        flat = self.graph.reshape(sequence, (self.steps * self.batch, self.hidden))
        weight = self.at.weight(self.first + 1, (self.hidden, self.hidden))
        bias = self.at.weight(self.first + 2, (self.hidden,))
        y = self.graph.op("Tanh", self.graph.op("Gemm", flat, weight, bias, transB=1))
        return self.graph.reshape(y, (self.steps, self.batch, self.hidden))

    def _gates(self) -> str:
        """What x and the static bottom bring to the gates of all steps, (T, N, rows)."""
        graph, at = self.graph, self.at
        flat = graph.reshape(self.x, (self.steps * self.batch, self.inputs))
        weight, bias = at.weight(0, (self.rows, self.inputs)), at.weight(1, (self.rows,))
        gates = graph.op("Gemm", flat, weight, bias, transB=1)
        gates = graph.reshape(gates, (self.steps, self.batch, self.rows))
        if not self.static:
            return gates
        inputs = size(at.bottoms[2][1:])
        static = graph.reshape(self.static, (self.batch, inputs))
        same = graph.op("Gemm", static, at.weight(2, (self.rows, inputs)), transB=1)
        return graph.op("Add", gates, graph.reshape(same, (1, self.batch, self.rows)))

    def _begin(self) -> list[str]:
        """The states before the first step, h first."""
        if self.given:
            return self.given
        zeros = self.graph.full((1, self.batch, self.hidden), 0.0)
        return [zeros] * self.cell.states

    def _step(
        self, graph: Graph, weight: str, gates: str, marks: str, states: Sequence[str]
    ) -> list[str]:
        """The states after one step; all of (1, N, ...)."""
        before = graph.op("MatMul", graph.op("Mul", marks, states[0]), weight)
        total = graph.op("Add", gates, before)
        if self.cell is RNN:
            return [graph.op("Tanh", total)]
        cell, hidden = _unit(graph, states[1], total, marks, self.hidden)
        return [hidden, cell]

    def _turned(self) -> str:
        weight = self.at.weight(self.first, (self.rows, self.hidden))
        return self.graph.op("Transpose", weight, perm=[1, 0])

    def _unrolled(self) -> tuple[str, list[str]]:
        ones = [1] * self.steps
        gates = self.graph.split(self._gates(), 0, ones)
        marks = self.graph.split(self.marks, 0, ones)
        weight, states, sequence = self._turned(), self._begin(), []
        for gate, mark in zip(gates, marks, strict=True):
            states = self._step(self.graph, weight, gate, mark, states)
            sequence.append(states[0])
        return self.graph.concat(sequence, 0), states

    def _scan(self) -> tuple[str, list[str]]:
        graph, weight = self.graph, self._turned()
        state, step = (1, self.batch, self.hidden), (self.batch, self.rows)
        inner = graph.body()
        states = [inner.value() for _ in range(self.cell.states)]
        gates, marks = inner.value(), inner.value()
        new = self._step(
            inner,
            weight,
            inner.op("Unsqueeze", gates, self._zero()),
            inner.op("Unsqueeze", marks, self._zero()),
            states,
        )
        row = inner.op("Identity", inner.op("Squeeze", new[0], self._zero()))
        body = Body(
            tuple(inner.nodes),
            (*((name, state) for name in states), (gates, step), (marks, (self.batch, 1))),
            (*((name, state) for name in new), (row, (self.batch, self.hidden))),
        )
        begin = self._begin()
        made = graph.ops(
            "Scan",
            *begin,
            self._gates(),
            self.marks,
            outputs=len(begin) + 1,
            body=body,
            num_scan_inputs=2,
        )
        return made[-1], made[:-1]

    def _zero(self) -> str:
        return self.graph.ints([0])

    def _operator(self) -> tuple[str, list[str]]:
        """ONNX's LSTM or RNN, where no sequence begins behind the first step."""
        graph, at, first = self.graph, self.at, self.first
        self.at.note("taken as one sequence: cont is not read")
        x = graph.reshape(self.x, (self.steps, self.batch, self.inputs))
        inputs, weights = self.inputs, [0]
        if self.static:
            more = size(at.bottoms[2][1:])
            static = graph.reshape(self.static, (1, self.batch, more))
            x = graph.concat([x, graph.op("Tile", static, graph.ints([self.steps, 1, 1]))], 2)
            inputs, weights = inputs + more, [0, 2]
        order = lstm_rows if self.cell is LSTM else rnn_rows
        pad = lstm_bias if self.cell is LSTM else rnn_bias
        op_type = "LSTM" if self.cell is LSTM else "RNN"
        sequence, *last = graph.ops(
            op_type,
            x,
            at.made(0, (1, self.rows, inputs), weights, order),
            at.made(first, (1, self.rows, self.hidden), [first], order),
            at.made(1, (1, 2 * self.rows), [1], pad),
            "",
            *(self.given or []),
            outputs=1 + self.cell.states,
            hidden_size=self.hidden,
        )
        return graph.reshape(sequence, (self.steps, self.batch, self.hidden)), last


def lstm_rows(*weights: NDArray[Any]) -> NDArray[Any]:
    """Matrices side by side, their gates i, f, o, g as ONNX has them: i, o, f, c."""
    joined = np.concatenate([each.reshape(each.shape[0], -1) for each in weights], 1)
    i, f, o, g = np.split(joined, 4)
    return np.concatenate([i, o, f, g])[None]


def rnn_rows(*weights: NDArray[Any]) -> NDArray[Any]:
    """Matrices side by side."""
    return np.concatenate([each.reshape(each.shape[0], -1) for each in weights], 1)[None]


def lstm_bias(bias: NDArray[Any]) -> NDArray[Any]:
    """The bias in ONNX's order of gates, and zeros for the second bias that ONNX adds."""
    i, f, o, g = np.split(bias.reshape(-1), 4)
    return np.concatenate([i, o, f, g, np.zeros_like(bias.reshape(-1))])[None]


def rnn_bias(bias: NDArray[Any]) -> NDArray[Any]:
    """The bias, and zeros for the second bias that ONNX adds."""
    return np.concatenate([bias.reshape(-1), np.zeros_like(bias.reshape(-1))])[None]
