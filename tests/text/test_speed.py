"""Reading is quick: never mind the tree, it takes less time than Python's own text_format."""

import time

import pytest
from google.protobuf import text_format

from caffe_fillers.proto import caffe
from caffe_fillers.text import parse, unknown_fields
from tests._shared import corpus, manifest


def largest(paths):
    """The content of the largest of these files."""
    return max(paths, key=lambda path: path.stat().st_size).read_bytes()


def seconds(read):
    """The processor's time for reading, in the best of three runs."""
    times = []
    for _ in range(3):
        start = time.process_time()
        read()
        times.append(time.process_time() - start)
    return min(times)


def test_tree_and_message_of_the_largest_net_that_caffe_reads():
    """About a third of the time."""
    content = largest(
        corpus() / row["file"]
        for row in manifest()
        if row["variant"] == "plain" and "Error parsing" not in row["first_failure"]
    )
    ours = seconds(lambda: parse(content).message(caffe.NetParameter))
    theirs = seconds(lambda: text_format.Parse(content, caffe.NetParameter()))

    assert len(content) == 253_912
    assert ours < theirs


@pytest.mark.slow
def test_tree_of_the_largest_net():
    """A fork's, with hundreds of fields that Caffe does not know: Python skips them."""
    content = largest((corpus() / "files").iterdir())
    net = caffe.NetParameter
    ours = seconds(lambda: unknown_fields(parse(content), net))
    theirs = seconds(lambda: text_format.Parse(content, net(), allow_unknown_field=True))

    assert len(content) == 480_890
    assert ours < theirs


def test_writing_takes_less_time_than_reading():
    """It only puts the pieces together."""
    content = largest((corpus() / "files").iterdir())
    document = parse(content)

    assert seconds(document.encode) < seconds(lambda: parse(content))
