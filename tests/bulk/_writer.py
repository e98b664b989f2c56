"""Writes files of zeros as a fill writes its own, and does nothing else: the floor of its speed.

python -m tests.bulk._writer FOLDER COUNT BYTES
"""

import sys
from pathlib import Path

from caffe_fillers.files.writing import OutputFile, replacing

#: Bytes written at a time, as many as a block of values has.
BLOCK = 1 << 19


def main(folder, count, size):
    """So many files of this size."""
    block = bytes(BLOCK)
    for number in range(count):
        with replacing(OutputFile(Path(folder) / str(number), force=True)) as file:
            file.truncate(size)
            for start in range(0, size, BLOCK):
                file.write(block[: min(BLOCK, size - start)])


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
