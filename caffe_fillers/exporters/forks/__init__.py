"""Layer types of forks as ONNX, one module a family."""
