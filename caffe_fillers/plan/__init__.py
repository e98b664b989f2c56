"""Two ways into the waist: `plan.net` from a net, `plan.onnx` from an ONNX model."""
