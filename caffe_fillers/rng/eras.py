"""The eras: which Boost, which Caffe and which arithmetic a number comes from.

Three rows make an era. A row is a small frozen value; nothing in it decides by version
number, every reader looks at the named habit (`uniform`, `normal`, `libm` ...).

Frozen since 0.1: a release keeps the algorithms it is listed with. The edges between the Boost
rows were measured with all 45 releases from 1.46.1 to 1.89; proved by the golden file rng.json.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, TypeVar

from caffe_fillers.errors import EraError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping

Uniform = Literal["U0", "U1", "U2"]
Normal = Literal["G1", "G2", "G3"]
Libm = Literal["modern", "glibc-2.26"]
Fabs = Literal["float", "double"]
Fans = Literal["shape", "legacy"]
SparseAxis = Literal["first", "height"]
BilinearCenter = Literal["width", "parity"]
TransformerSeed = Literal["crop", "crop_sides", "random_sizes", "always"]


@dataclass(frozen=True, slots=True)
class BoostRow:
    """The algorithms that a range of Boost releases shares."""

    name: str
    uniform: Uniform
    normal: Normal

    @property
    def releases(self) -> str:
        """The releases in words: "1.56 to 1.63"."""
        return self.name.replace("-", " to ")


@dataclass(frozen=True, slots=True)
class MathRow:
    """The arithmetic that a compiler and a C library give.

    `libm`: whose logf, sinf and cosf ("glibc-2.26": that release and older, x86-64).
    `fma`: the compiler contracts the last product and sum of a draw (-march=native, aarch64).
    `fabs`: the type that an unqualified fabs works in ("double": libstdc++ before GCC 6).
    """

    name: str
    libm: Libm = "modern"
    fma: bool = False
    fabs: Fabs = "float"

    def __str__(self) -> str:
        return f"{self.name} arithmetic"


@dataclass(frozen=True, slots=True)
class CaffeRow:
    """The named habits of a revision of Caffe; the defaults are those of master (9b89154).

    `fans`: how xavier, msra and positive_unitball read a blob ("legacy": as num x channels x
    height x width, so that more than four axes are refused and a scalar is not).
    `sparse_axis`: the outputs that gaussian's `sparse` counts by ("height": the third of four
    axes, of which the first two must be 1).
    `bilinear_center`: the middle of the bilinear kernel, (w - 1) / 2F or (2F - 1 - F % 2) / 2F,
    the latter always in float.
    `four_axes`: every blob has four axes; weights of InnerProduct are 1x1xNxK, biases 1x1x1xN.
    `prefetch_word`: starting a prefetch thread takes a word.
    `reader_word`: the reader thread of a Data layer takes one more.
    `mirror_seeds_test`: mirroring seeds the transformer in either phase, not in TRAIN only.
    `data_skip_word`: `data_param.rand_skip` takes a word (later revisions ignore the field).
    `scale_appends_bias`: a Scale layer appends its inner Bias layer's blob to the given blobs
    even where these hold a bias.
    `names_all_or_none`: a layer names all of its parameters or none.
    `annotated_reader_word`: the reader thread of an AnnotatedData layer (SSD) takes a word.
    `transformer_seed`: what makes a transformer take words: mirror, or crop_size in TRAIN
    ("crop"); crop_h and crop_w too but not with center_crop, and erase_ratio ("crop_sides");
    random_resize_param and random_aspect_ratio_param too ("random_sizes"); nothing ("always").
    `upsample_scale`: the factor of an Upsample layer that gives none.
    `batch_norm_factor`: what a BatchNorm layer's third blob starts at.
    `later_fillers`: the types that came after this revision.
    `later_fields`: the fields that did, as "Message.field"; those of later types are left out.
    """

    name: str
    fans: Fans = "shape"
    sparse_axis: SparseAxis = "first"
    bilinear_center: BilinearCenter = "width"
    four_axes: bool = False
    prefetch_word: bool = True
    reader_word: bool = False
    mirror_seeds_test: bool = True
    data_skip_word: bool = False
    scale_appends_bias: bool = False
    names_all_or_none: bool = False
    annotated_reader_word: bool = False
    transformer_seed: TransformerSeed = "crop"
    upsample_scale: int = 2
    batch_norm_factor: float = 0.0
    later_fillers: frozenset[str] = frozenset()
    later_fields: frozenset[str] = frozenset()

    def has(self, since: str) -> bool:
        """Whether what came with the revision `since` is there in this one.

        A fork's row has all: nobody can tell what it took over later.
        """
        names = list(CAFFE_ROWS)
        if self.name not in names:
            return True
        return names.index(self.name) <= names.index(since)


@dataclass(frozen=True, slots=True)
class Era:
    """Everything besides the seed that decides a number: three rows.

    `Era.of` makes one by names, `Era.default()` is the newest.

    Args:
        boost: The row of the Boost that Caffe was linked with.
        caffe: The row of Caffe's revision.
        math: The row of the C library and the compiler.

    Example:
        >>> from caffe_fillers import Era
        >>> str(Era.of(boost="1.54", caffe="rc2"))
        'Boost 1.47-1.55, Caffe rc2'

    Source: STREAMS.md, which tells where each was measured.
    """

    boost: BoostRow
    caffe: CaffeRow
    math: MathRow

    @property
    def algorithms(self) -> tuple[Uniform, Normal, bool, str]:
        """What the numbers of a given plan depend on: eras that agree in it give the same ones."""
        # G3 takes no logarithm that could differ between C libraries.
        libm = self.math.libm if self.boost.normal != "G3" else ""
        return self.boost.uniform, self.boost.normal, self.math.fma, libm

    def __str__(self) -> str:
        """The era in one short phrase."""
        return f"Boost {self.boost.name}, Caffe {self.caffe.name}{self._unusual}"

    @property
    def detailed(self) -> str:
        """The same, with the names of Boost's algorithms."""
        boost = f"Boost {self.boost.name} ({self.boost.uniform} {self.boost.normal})"
        return f"{boost}, Caffe {self.caffe.name}{self._unusual}"

    @property
    def machine(self) -> str:
        """The same without Caffe's revision: what the system gives."""
        return f"Boost {self.boost.releases}{self._unusual}"

    @property
    def _unusual(self) -> str:
        return "" if self.math.name == "modern" else f", {self.math}"

    @classmethod
    def default(cls) -> Era:
        """Boost 1.74, Caffe master, a modern libm without fused multiply-add."""
        return cls.of()

    @classmethod
    def of(
        cls,
        *,
        boost: str | None = None,
        caffe: str = "master",
        math: str | None = None,
        platform: str | None = None,
    ) -> Era:
        """The era of these names; a platform's rows give way to those that are named beside it.

        Raises:
            EraError: for a name that is in no table.
        """
        boost_of, math_of = (
            platform_rows(platform) if platform else (boost_row("1.74"), math_row("modern"))
        )
        return cls(
            boost_row(boost) if boost else boost_of,
            caffe_row(caffe),
            math_row(math) if math else math_of,
        )


@dataclass(frozen=True, slots=True)
class BoostReleases:
    """A row of algorithms and the minor releases (of Boost 1) that it holds for."""

    first: int
    last: int
    row: BoostRow
    measured: str


BOOST_ROWS: tuple[BoostReleases, ...] = (
    BoostReleases(34, 46, BoostRow("1.34-1.46", "U0", "G1"), "1.46.1 only"),
    BoostReleases(47, 55, BoostRow("1.47-1.55", "U1", "G1"), "every release"),
    BoostReleases(56, 63, BoostRow("1.56-1.63", "U2", "G2"), "every release"),
    BoostReleases(64, 89, BoostRow("1.64-1.89", "U2", "G3"), "every release"),
)

MATH_ROWS: Mapping[str, MathRow] = MappingProxyType(
    {
        row.name: row
        for row in (
            MathRow("modern"),
            MathRow("modern-fma", fma=True),
            MathRow("modern-gcc-5", fabs="double"),
            MathRow("glibc-2.26", libm="glibc-2.26"),
            MathRow("glibc-2.26-gcc-5", libm="glibc-2.26", fabs="double"),
        )
    }
)

# Fields that came into the schema between two tags (src/caffe/proto/caffe.proto of each).
_AFTER_RC = (
    "DataParameter.force_encoded_color ImageDataParameter.is_color ImageDataParameter.root_folder "
    "LRNParameter.k LayerParameter.loss_param LayerParameter.python_param "
    "PoolingParameter.global_pooling TransformationParameter.mean_value "
    "WindowDataParameter.cache_images WindowDataParameter.root_folder"
)
_AFTER_RC2 = (
    "AccuracyParameter.axis AccuracyParameter.ignore_label ArgMaxParameter.axis "
    "BlobProto.double_data BlobProto.double_diff BlobProto.shape ConcatParameter.axis "
    "ContrastiveLossParameter.legacy_version ConvolutionParameter.axis "
    "ConvolutionParameter.dilation ConvolutionParameter.force_nd_im2col DataParameter.prefetch "
    "DummyDataParameter.shape FillerParameter.variance_norm HDF5DataParameter.shuffle "
    "InnerProductParameter.axis LRNParameter.engine LayerParameter.flatten_param "
    "LayerParameter.propagate_down LossParameter.normalization MVNParameter.eps "
    "PythonParameter.param_str PythonParameter.share_in_parallel SliceParameter.axis "
    "SoftmaxParameter.axis TransformationParameter.force_color TransformationParameter.force_gray"
)
_AFTER_RC3 = "InnerProductParameter.transpose"
_AFTER_RC5 = "InfogainLossParameter.axis"
_AFTER_10 = "PoolingParameter.round_mode"

# Each revision is the next younger one with what had not come yet (git log of the tags).
_MASTER = CaffeRow("master")
_V10 = replace(
    _MASTER,
    name="1.0",
    fans="legacy",
    bilinear_center="parity",
    later_fields=frozenset(_AFTER_10.split()),
)
_RC5 = replace(_V10, name="rc5", later_fields=_V10.later_fields.union(_AFTER_RC5.split()))
_RC4 = replace(_RC5, name="rc4")
_RC3 = replace(
    _RC4,
    name="rc3",
    reader_word=True,
    scale_appends_bias=True,
    later_fields=_RC4.later_fields.union(_AFTER_RC3.split()),
)
_RC2 = replace(
    _RC3,
    name="rc2",
    sparse_axis="height",
    four_axes=True,
    prefetch_word=False,
    reader_word=False,
    data_skip_word=True,
    later_fillers=frozenset({"bilinear", "msra"}),
    later_fields=_RC3.later_fields.union(_AFTER_RC2.split()),
)
_RC = replace(
    _RC2,
    name="rc",
    mirror_seeds_test=False,
    names_all_or_none=True,
    later_fields=_RC2.later_fields.union(_AFTER_RC.split()),
)

#: The revisions, from the newest to the oldest.
CAFFE_ROWS: Mapping[str, CaffeRow] = MappingProxyType(
    {row.name: row for row in (_MASTER, _V10, _RC5, _RC4, _RC3, _RC2, _RC)}
)


@dataclass(frozen=True, slots=True)
class Platform:
    """A system that Caffe was built on: its packaged Boost, its C library, its compiler.

    `measured` says what was read from the system itself; the rest is from its documentation.
    """

    boost: str
    math: str
    libc: str
    compiler: str
    measured: str = ""


PLATFORMS: Mapping[str, Platform] = MappingProxyType(
    {
        "ubuntu-12.04": Platform("1.46.1", "glibc-2.26-gcc-5", "glibc 2.15", "g++ 4.6"),
        "ubuntu-14.04": Platform("1.54", "glibc-2.26-gcc-5", "glibc 2.19", "g++ 4.8"),
        "ubuntu-16.04": Platform(
            "1.58", "glibc-2.26-gcc-5", "glibc 2.23", "g++ 5.4", "the base of BVLC's docker images"
        ),
        "ubuntu-18.04": Platform("1.65.1", "modern", "glibc 2.27", "g++ 7"),
        "ubuntu-20.04": Platform("1.71", "modern", "glibc 2.31", "g++ 9"),
        "ubuntu-22.04": Platform("1.74", "modern", "glibc 2.35", "g++ 11"),
        "ubuntu-24.04": Platform("1.83", "modern", "glibc 2.39", "g++ 13"),
        "debian-7": Platform("1.49", "glibc-2.26-gcc-5", "glibc 2.13", "g++ 4.7"),
        "debian-8": Platform("1.55", "glibc-2.26-gcc-5", "glibc 2.19", "g++ 4.9"),
        "debian-9": Platform("1.62", "glibc-2.26", "glibc 2.24", "g++ 6.3"),
        "debian-10": Platform("1.67", "modern", "glibc 2.28", "g++ 8"),
        "debian-11": Platform("1.74", "modern", "glibc 2.31", "g++ 10"),
        "debian-12": Platform("1.74", "modern", "glibc 2.36", "g++ 12", "Boost, glibc, compiler"),
        "centos-7": Platform("1.53", "glibc-2.26-gcc-5", "glibc 2.17", "g++ 4.8"),
        "windows-caffe-builder": Platform(
            "1.58",
            "modern",
            "MSVC, not measured",
            "Visual Studio 2013/2015",
            "Boost, in the recipe",
        ),
    }
)

_RELEASE = re.compile(r"v?(\d{1,4})[._](\d{1,4})(?:[._]\d{1,4})?")


def boost_row(version: str) -> BoostRow:
    """The row of a Boost release: "1.55", "1.55.0", "1.46.1", "1_55_0".

    A release above the newest measured one gets the newest row, with a name that says so.

    Raises:
        EraError: for what is not a release, and for releases before 1.34.
    """
    match = _RELEASE.fullmatch(version.strip())
    if match is None or int(match[1]) != 1:
        raise EraError(f"no Boost release: {version!r}", hint='Write it as "1.55" or "1.65.1".')
    minor = int(match[2])
    for releases in BOOST_ROWS:
        if releases.first <= minor <= releases.last:
            return releases.row
    oldest, newest = BOOST_ROWS[0], BOOST_ROWS[-1]
    if minor < oldest.first:
        raise EraError(
            f"Boost {version} is older than any Caffe",
            hint=f"Known: {', '.join(known.row.name for known in BOOST_ROWS)}.",
        )
    return replace(newest.row, name=f"1.{minor} (not measured; as {newest.row.name})")


def math_row(name: str) -> MathRow:
    """The arithmetic named `name`, one of MATH_ROWS.

    Raises:
        EraError: for a name that is not there.
    """
    return _named(MATH_ROWS, name, "arithmetic")


def caffe_row(name: str) -> CaffeRow:
    """The habits of the Caffe revision `name`, one of CAFFE_ROWS.

    Raises:
        EraError: for a name that is not there.
    """
    return _named(CAFFE_ROWS, name, "Caffe revision")


def platform_rows(name: str) -> tuple[BoostRow, MathRow]:
    """The Boost and the arithmetic of the platform `name`, one of PLATFORMS.

    Raises:
        EraError: for a name that is not there.
    """
    platform = _named(PLATFORMS, name, "platform")
    return boost_row(platform.boost), math_row(platform.math)


_Row = TypeVar("_Row")


def _named(rows: Mapping[str, _Row], name: str, noun: str) -> _Row:
    if name in rows:
        return rows[name]
    hint = did_you_mean(name, rows) or f"Known: {', '.join(rows)}."
    raise EraError(f"no {noun} named {name!r}", hint=hint)
