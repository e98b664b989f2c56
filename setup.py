"""The build step: pyproject.toml says what the package is, this how its kernels are compiled.

Without a compiler, or where it refuses, the package is built all the same, and draws with NumPy.
"""

import zlib
from pathlib import Path

from setuptools import Extension, setup
from setuptools.command.build_ext import build_ext

#: What keeps every operation the one that is written, and lets loops be vectorised all the same:
#: no contraction; errors of sqrt and the like are told by nobody, and no operation traps.
EXACT = {
    "msvc": ["/O2", "/fp:precise"],
    "unix": ["-O3", "-ffp-contract=off", "-fno-math-errno", "-fno-trapping-math"],
}


SOURCE = "caffe_fillers/kernels/_kernels.c"


class BuildKernels(build_ext):
    """Gives each compiler its own flags."""

    def build_extension(self, ext: Extension) -> None:
        """Compile one extension."""
        kind = "msvc" if self.compiler.compiler_type == "msvc" else "unix"
        ext.extra_compile_args = [*EXACT[kind], *ext.extra_compile_args]
        # An old build beside a newer source is told by this, and not used.
        ext.define_macros = [("SOURCE_CRC", f"{zlib.crc32(Path(SOURCE).read_bytes())}UL")]
        super().build_extension(ext)


setup(
    ext_modules=[
        Extension(
            "caffe_fillers.kernels._kernels",
            [SOURCE],
            # One wheel for all Pythons from 3.10 on.
            py_limited_api=True,
            optional=True,
        )
    ],
    cmdclass={"build_ext": BuildKernels},
    options={"bdist_wheel": {"py_limited_api": "cp310"}},
)
