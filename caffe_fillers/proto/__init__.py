"""Caffe's messages without generated Python: descriptors, loaded into pools of our own.

`from caffe_fillers.proto import caffe` gives BVLC's messages and enums as attributes, typed:
`caffe.NetParameter(name="LeNet")`, `caffe.TRAIN`. `schema(name)` gives any schema, forks too.

The `.desc` and `.pyi` files and the modules beside them are written by tools/gen_proto.py.
"""

from caffe_fillers.proto.catalogue import schema, schema_names

__all__ = ["schema", "schema_names"]
