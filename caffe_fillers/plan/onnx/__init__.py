"""The way from an ONNX model to its plan.

`scopes` tells what each name stands for, `trace` goes back from an operator's input to a tensor,
`slots` is the table of operators with weights, `layouts` and `quantised` tell how they keep them,
`uses` finds them all, and `planning` chooses what each is filled with.
"""

from caffe_fillers.plan.onnx.planning import Decision, Filled, OnnxOptions, OnnxPlan, plan_onnx

__all__ = ["Decision", "Filled", "OnnxOptions", "OnnxPlan", "plan_onnx"]
