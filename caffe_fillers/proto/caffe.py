"""The messages and enums of proto/caffe.proto, typed in caffe.pyi.

Written by tools/gen_proto.py; change proto/caffe.proto instead.
"""

from caffe_fillers.proto.catalogue import schema


def __getattr__(name: str) -> object:
    return schema("bvlc").attribute(name)


def __dir__() -> list[str]:
    return schema("bvlc").attributes()
