"""The messages and enums of proto/caffe.proto and caffe_fillers/dialects/forks, typed in union.pyi.

Written by tools/gen_proto.py; change proto/caffe.proto and caffe_fillers/dialects/forks instead.
"""

from caffe_fillers.proto.catalogue import schema


def __getattr__(name: str) -> object:
    return schema("union").attribute(name)


def __dir__() -> list[str]:
    return schema("union").attributes()
