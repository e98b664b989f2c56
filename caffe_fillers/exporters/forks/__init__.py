"""How forks' layer types are written as ONNX; loaded for dialects other than BVLC's."""
