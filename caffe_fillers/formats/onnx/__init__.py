"""ONNX models: read without their tensors, laid out again, poured.

A model is held as its ModelProto with every large tensor taken out (`wire`, `model`); values are
read one tensor at a time, where somebody asks for them. What is drawn finds its place through a
`View` and its stored form through an `Element` and perhaps a `Scale`; `save` lays the files out.
"""
