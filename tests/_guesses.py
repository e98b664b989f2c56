"""Plans public nets whose data is not at hand: with the shapes that their authors may have had.

A net is read as leniently as can be, in the phase that lets it, and its data gets the shape that
the file's own crop or new size tells, else one of a few that are common. Labels get the shape that
the loss asks for.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from caffe_fillers.core.words import extra
from caffe_fillers.errors import CaffeFillersError, TextError
from caffe_fillers.formats import prototxt
from caffe_fillers.net import build
from caffe_fillers.plan.definition import ReadOptions, read_definition
from caffe_fillers.plan.net import Options
from caffe_fillers.plan.start import PHASES, StartOptions, start

#: Shapes of one item that are tried after those that the file tells.
COMMON = [
    *((3, 224, 224), (1, 28, 28), (3, 32, 32), (1,), (6,), (2,), (3, 513, 513), (3, 96, 96)),
    *((10, 224, 224), (1, 32, 32), (3, 321, 321), (3, 16, 112, 112), (5, 16, 112, 112)),
    *((2, 224, 224), (3, 300, 300), (3, 32, 100), (20, 224, 224), (128,), (1, 1, 1), (2, 28, 28)),
    *((3, 360, 480), (3, 512, 1024), (3, 473, 473), (3, 713, 713), (3, 400, 680), (3, 256, 256)),
    *((3, 299, 299), (3, 416, 416), (3, 227, 227), (1, 48, 48), (3, 64, 128), (3, 500, 500)),
    *((1, 64, 64), (1, 32, 128), (3, 112, 96), (9,), (49,), (3, 160, 160), (2, 100, 100)),
    *((1, 132, 132, 132), (3, 132, 132, 132), (3, 3), (20,), (75,), (1, 80, 160), (2, 80, 80)),
]

#: Shapes of an item that go with one batch size only.
WITH_BATCH = [((1, 32, 128), 64)]

#: The pairs of words for the height and width of an item.
SIDES = (
    *(("crop_h", "crop_w"), ("crop_height", "crop_width"), ("crop_size_y", "crop_size_x")),
    *(("new_height", "new_width"), ("height", "width")),
)
DATA = {
    *("transform_param", "image_data_param", "dense_image_data_param", "video_data_param"),
    *("data_param", "resize_param"),
}

#: Trying other shapes does not help against these.
FINAL = re.compile(
    r"num_output is 0|batch_size is 0|param entries|lr_mult is|takes \d+ bottom|are set"
)
LABELS = re.compile(r"labels? of shape (\S+) for \d+ predictions of shape (\S+)")
PAIRS = re.compile(r"shapes (\S+) and (\S+) differ in")
MARKS = re.compile(r"shape (\S+) does not go with \S+\s+The continuation marks must be (\S+)\.")


@dataclass(frozen=True)
class Outcome:
    """How far a net came: "grammar", "unread", "upgrade", "unwired", "refused" or "planned"."""

    step: str
    #: Why it came no further; of a planned net, its dialect.
    why: str = ""
    planned: object = None


def outcome(path):
    """How far the net in this file comes."""
    try:
        prototxt.read(path)
    except CaffeFillersError as error:
        return Outcome("grammar", str(error))
    try:
        definition = read_definition(Path(path), ReadOptions(mode="tolerant"))
    except TextError as error:
        return Outcome("unread", str(error))
    except CaffeFillersError as error:
        return Outcome("upgrade", str(error))
    phases, unwired = [], ""
    for name, phase in PHASES.items():
        try:
            build(definition.net, definition.state(phase))
        except CaffeFillersError as error:
            unwired = unwired or str(error)
        else:
            phases.insert(0, name)
    return planned(definition, phases) if phases else Outcome("unwired", unwired)


def planned(definition, phases):
    """With the first shape and in the first phase that let the net pass."""
    refusals = []
    for phase in phases:
        for shape, batch in guesses(definition.net):
            try:
                made = attempt(definition, phase, shape, batch)
            except CaffeFillersError as error:
                refusals.append(" ".join(str(error).split()))
                if FINAL.search(refusals[-1]):
                    break
            else:
                return Outcome("planned", made.dialect, made.planned)
    return Outcome("refused", refusals[0])


def guesses(net):
    """Shapes of an item, each with a batch size."""
    shapes = [*told(net), *COMMON]
    batches = dict.fromkeys(int(each) for each in re.findall(r"batch_size: (\d+)", str(net)))
    yield from ((shape, 12) for shape in dict.fromkeys(shapes))
    yield from WITH_BATCH
    for batch in [*[each for each in batches if 0 < each < 2000][:3], 1, 64]:
        yield from ((shape, batch) for shape in dict.fromkeys([*shapes[:3], *COMMON[:3]]))


def told(net):
    """What the file tells: the size of a crop, or a new size, and one mean value a channel."""
    size, channels = (224, 224), []
    for layer in net.layer:
        crop = layer.transform_param.crop_size
        sides = (crop, crop) if crop else next(sizes(layer), None)
        size = sides or size
        if len(layer.transform_param.mean_value) > 1:
            channels.append(len(layer.transform_param.mean_value))
    return [(count, *size) for count in dict.fromkeys([*channels, 3, 1])]


def sizes(message):
    """All pairs of height and width in the messages that tell about data."""
    for field, value in message.ListFields():
        if field.message_type is not None and field.name in DATA:
            for each in [value] if hasattr(value, "ListFields") else value:
                for words in SIDES:
                    found = [extra(each, word, 0) for word in words]
                    if all(found):
                        yield tuple(found)
                yield from sizes(each)


def attempt(definition, phase, shape, batch):
    """The net as it is started, with this shape for all data that is asked for."""
    shapes = {}
    how = StartOptions(phase=phase)
    for _ in range(16):
        try:
            return start(definition, how, Options(shapes=dict(shapes)))
        except CaffeFillersError as error:
            asked = re.findall(r"--shape (\S+?)=", error.hint or "")
            new = [top for top in asked if top not in shapes]
            if not new and not mend(shapes, str(error)):
                raise
            for top in new:
                label = re.search("label|clip|indic", top.lower())
                shapes[top] = (batch,) if label else (batch, *shape)
    return start(definition, how, Options(shapes=dict(shapes)))


def mend(shapes, message):
    """Give a label the shape that the error asks for; whether one could be mended."""
    for pattern in (LABELS, PAIRS, MARKS):
        found = pattern.search(message)
        if found is None:
            continue
        one, other = map(dims, found.groups())
        pairs = [(one, other)] if pattern is MARKS else [(other, one), (one, other)]
        if pattern is LABELS:
            pairs = [(one, (other[0], 1, *other[2:]))]
        for had, wanted in pairs:
            for top, shape in reversed(list(shapes.items())):
                if shape == had != wanted:
                    shapes[top] = wanted
                    return True
                if pattern is MARKS and shape[: len(wanted)] == wanted:
                    # The marks' shape stands in the net: the other has their times and batch.
                    shapes[top] = (*had, *shape[len(wanted) :])
                    return True
    return False


def dims(text):
    """The shape that is written 4x3 or ()."""
    return tuple(int(each) for each in text.split("x")) if text != "()" else ()
