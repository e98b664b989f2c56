"""Layout first, then pour; and a target that is whole or untouched, whatever happens."""

import errno
import io
import os
import re
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import textwrap
import zlib
from pathlib import Path

import numpy as np
import pytest

from caffe_fillers.core.draws import Slot
from caffe_fillers.errors import OutputError
from caffe_fillers.files.writing import OutputFile, check_target, replacing
from caffe_fillers.formats.layout import (
    Checksum,
    Hole,
    Layout,
    LayoutSink,
    nbytes,
    writing,
)

ONE, TWO, NONE = Slot(0, 0, "one"), Slot(1, 0, "two"), Slot(2, 0, "none")
F4 = np.dtype("<f4")


def over(path):
    """A file that may take the place of another."""
    return OutputFile(path, force=True)


class TestLayout:
    """Every byte has its place."""

    def test_holes_and_sizes(self):
        """Offsets count all pieces before."""
        layout = Layout(
            [b"abc", Hole(ONE, 3, F4), b"", Checksum(0, 3), Hole(TWO, 2, np.dtype("<f8"))]
        )

        assert layout.nbytes == 3 + 12 + 4 + 16
        assert {slot: offset for slot, (offset, _) in layout.holes.items()} == {ONE: 3, TWO: 19}
        assert [nbytes(piece) for piece in layout.pieces] == [3, 12, 0, 4, 16]

    def test_values_are_poured_in_any_order(self):
        """Little-endian, each at its place; what has no hole is left out."""
        file = io.BytesIO()
        sink = LayoutSink(Layout([b"<", Hole(ONE, 5, F4), b"|", Hole(TWO, 1, F4), b">"]), file)
        sink.put(TWO, 0, np.array([9.0]))
        sink.put(ONE, 3, np.array([3, 4], ">f4"))
        sink.put(NONE, 0, np.array([7.0], F4))
        sink.put(ONE, 0, np.arange(6, dtype=F4)[:3])
        sink.finish()
        numbers = np.arange(5, dtype=F4).tobytes()

        assert file.getvalue() == b"<" + numbers + b"|" + np.array([9], F4).tobytes() + b">"

    def test_a_checksum_is_taken_as_the_values_pass(self, monkeypatch):
        """What ends with a hole that is poured in order is not read again."""
        monkeypatch.delattr(Checksum, "of")
        file = io.BytesIO()
        pieces = [b"abc", b"de", Hole(ONE, 3, F4), Checksum(1, 16), b"!", Hole(TWO, 2, F4)]
        sink = LayoutSink(Layout([*pieces, Checksum(22, 8), Checksum(1, 16)]), file)
        sink.put(TWO, 0, np.array([4.0, 5.0]))
        sink.put(ONE, 0, np.array([1.0]))
        sink.put(ONE, 1, np.array([2.0, 3.0]))
        sink.finish()

        data = file.getvalue()
        first, second = zlib.crc32(data[1:17]), zlib.crc32(data[22:30])
        assert data[17:21] == data[34:38] == first.to_bytes(4, "little")
        assert data[30:34] == second.to_bytes(4, "little")

    def test_checksums_are_of_the_poured_values(self):
        """Known only at the end, wherever they stand."""
        content = b"head" + np.arange(3, dtype=F4).tobytes()
        check = Checksum(4, len(content))
        file = io.BytesIO()
        sink = LayoutSink(Layout([check, b"head", Hole(ONE, 3, F4), check]), file)
        sink.put(ONE, 0, np.arange(3))
        sink.finish()
        crc = zlib.crc32(content).to_bytes(4, "little")

        assert file.getvalue() == crc + content + crc

    def test_writing_does_all_of_it(self, tmp_path):
        """A sink of a new file, finished at the end."""
        with writing(
            OutputFile(tmp_path / "out", force=True),
            Layout([b"x", Hole(ONE, 1, F4), Checksum(0, 5)]),
        ) as sink:
            sink.put(ONE, 0, np.array([1.0]))
        content = (tmp_path / "out").read_bytes()

        assert content[:5] == b"x\x00\x00\x80\x3f"
        assert content[5:] == zlib.crc32(content[:5]).to_bytes(4, "little")


class TestCheckTarget:
    """Told before any work."""

    def refused(self, path, told, *, force=True, size=0):
        """The error of a target that cannot be written."""
        with pytest.raises(OutputError, match=told) as caught:
            check_target(path, force=force, nbytes=size)
        return caught.value

    def test_a_new_file(self, tmp_path):
        """With or without force; nothing is made."""
        check_target(tmp_path / "new", force=False)
        check_target(tmp_path / "new", force=True, nbytes=1000)

        assert list(tmp_path.iterdir()) == []

    def test_an_existing_file_needs_force(self, tmp_path):
        """And is not touched."""
        path = tmp_path / "old"
        path.write_text("old")
        check_target(path, force=True)
        error = self.refused(path, "exists already", force=False)

        assert (error.where, "--force" in error.hint) == (str(path), True)
        assert path.read_text() == "old"

    def test_what_is_no_file(self, tmp_path):
        """A folder, a pipe, a device, and links to them."""
        os.mkfifo(tmp_path / "pipe")
        (tmp_path / "link").symlink_to(tmp_path)
        for path in (tmp_path, tmp_path / "pipe", tmp_path / "link", Path("/dev/null"), Path()):
            assert self.refused(path, "is not a regular file").where == str(path)

    def test_links(self, tmp_path):
        """What counts is where they lead."""
        (tmp_path / "old").write_text("old")
        (tmp_path / "to_old").symlink_to("old")
        (tmp_path / "dangling").symlink_to("new")
        (tmp_path / "astray").symlink_to("nowhere/new")
        (tmp_path / "loop").symlink_to("loop")
        check_target(tmp_path / "dangling", force=False)
        check_target(tmp_path / "to_old", force=True)

        self.refused(tmp_path / "to_old", "exists already", force=False)
        self.refused(tmp_path / "loop", "cannot be reached")
        error = self.refused(tmp_path / "astray", "the folder does not exist")
        assert error.where == f"{tmp_path / 'astray'}: {tmp_path / 'nowhere'}"

    @pytest.mark.parametrize(
        ("name", "told"),
        [
            ("nowhere/new", "the folder does not exist"),
            ("file/new", "cannot be reached: Not a directory"),
            ("n" * 300, "cannot be reached: File name too long"),
            ("a\0b", "cannot be reached: .*null"),
        ],
    )
    def test_impossible_names(self, tmp_path, name, told):
        """The system's reason is told."""
        (tmp_path / "file").write_text("")

        assert self.refused(tmp_path / name, told).where.startswith(str(tmp_path / name))

    def test_a_folder_that_is_read_only(self, tmp_path, monkeypatch):
        """As os.access says for all but root."""
        monkeypatch.setattr(
            os, "access", lambda path, mode: (Path(path), mode) != (tmp_path, os.W_OK)
        )

        self.refused(tmp_path / "new", "the folder is not writable")

    def test_a_disk_that_is_too_small(self, tmp_path):
        """Told in bytes, from the layout."""
        free = shutil.disk_usage(tmp_path).free
        error = self.refused(tmp_path / "new", "needs 1,152,921,504,606,846,976 bytes", size=2**60)

        assert re.search(r"the disk has [\d,]+ left", error.message)
        assert "another disk" in error.hint
        assert free < 2**60


def no_attribute(monkeypatch):
    """A system without O_TMPFILE: Windows, macOS."""
    monkeypatch.delattr(os, "O_TMPFILE")


def no_support(monkeypatch):
    """A file system without O_TMPFILE, as NFS."""
    real = os.open

    def refuse(path, flags, *rest, **more):
        if flags & os.O_TMPFILE == os.O_TMPFILE:
            raise OSError(errno.EOPNOTSUPP, os.strerror(errno.EOPNOTSUPP))
        return real(path, flags, *rest, **more)

    monkeypatch.setattr(os, "open", refuse)


def no_link(monkeypatch):
    """A nameless file that the system will not give a name: no /proc, or a rule against it."""

    def refuse(*_, **__):
        raise OSError(errno.ENOENT, os.strerror(errno.ENOENT))

    monkeypatch.setattr(os, "link", refuse)


def no_fchmod(monkeypatch):
    """Windows before Python 3.13."""
    no_attribute(monkeypatch)
    monkeypatch.delattr(os, "fchmod")


SYSTEMS = {
    "linux": lambda _: None,
    "no O_TMPFILE": no_attribute,
    "O_TMPFILE refused": no_support,
    "link refused": no_link,
    "no fchmod": no_fchmod,
}


@pytest.fixture(params=SYSTEMS)
def system(request, monkeypatch):
    """What the system can do."""
    SYSTEMS[request.param](monkeypatch)
    return request.param


class TestReplacing:
    """The old file or the new one, nothing else, on every system."""

    @pytest.fixture
    def old(self, tmp_path):
        """A file that stands already."""
        path = tmp_path / "model"
        path.write_bytes(b"old")
        path.chmod(0o640)
        return path

    def untouched(self, old):
        """Whether the old file is whole and alone."""
        return old.read_bytes() == b"old" and list(old.parent.iterdir()) == [old]

    def test_a_new_file(self, tmp_path, system):
        """Of the rights that any new file has."""
        del system
        path = tmp_path / "model"
        (tmp_path / "plain").touch()
        with replacing(OutputFile(path, force=True)) as file:
            file.write(b"new")
            assert not path.exists()

        assert path.read_bytes() == b"new"
        assert path.stat().st_mode == (tmp_path / "plain").stat().st_mode
        assert len(list(tmp_path.iterdir())) == 2

    def test_the_disk_has_it_before_it_has_the_name(self, old, system, monkeypatch):
        """Every file that gets the name is whole on the disk: not even a lost power line hurts."""
        synced = []
        fsync = os.fsync

        def remember(descriptor):
            fsync(descriptor)
            synced.append((os.fstat(descriptor).st_ino, os.fstat(descriptor).st_size))
            assert old.read_bytes() == b"old"

        monkeypatch.setattr(os, "fsync", remember)
        with replacing(OutputFile(old, force=True)) as file:
            file.write(b"new" * 1000)

        assert (old.stat().st_ino, 3000) in synced
        assert len(synced) == (2 if system == "link refused" else 1)

    def test_an_old_file_is_replaced_at_the_end(self, old, system):
        """It is whole until then, and the new one has its rights."""
        with replacing(OutputFile(old, force=True)) as file:
            file.write(b"new and long enough to be seen" * 10_000)
            file.flush()
            assert old.read_bytes() == b"old"
            if system in ("linux", "link refused"):
                assert list(old.parent.iterdir()) == [old]

        assert old.read_bytes().startswith(b"new and long")
        assert stat.S_IMODE(old.stat().st_mode) == 0o640
        assert list(old.parent.iterdir()) == [old]

    @pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, SystemExit])
    def test_errors_leave_the_old_file(self, old, system, error):
        """They go through as they are."""
        del system

        def fail():
            with replacing(OutputFile(old, force=True)) as file:
                file.write(b"half of the new one" * 10_000)
                raise error

        with pytest.raises(error):
            fail()
        assert self.untouched(old)

    @pytest.mark.parametrize(
        ("code", "hint"),
        [
            (errno.ENOSPC, "What stood there before is unchanged. Free some room, or name"),
            (errno.EFBIG, "What stood there before is unchanged. Free some room, or name"),
            (errno.EIO, "What stood there before is unchanged."),
        ],
    )
    def test_errors_of_the_disk_are_ours(self, old, system, code, hint):
        """With the system's reason."""
        del system

        def fail():
            with replacing(OutputFile(old, force=True)):
                raise OSError(code, os.strerror(code))

        with pytest.raises(OutputError) as caught:
            fail()
        assert caught.value.message == f"cannot be written: {os.strerror(code)}"
        assert caught.value.where == str(old)
        assert caught.value.hint.startswith(hint)
        assert self.untouched(old)

    def test_an_error_in_the_last_moment(self, old, system, monkeypatch):
        """The rename itself fails."""
        del system

        def refuse(*_):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

        monkeypatch.setattr(Path, "replace", refuse)
        with (
            pytest.raises(OutputError, match="Permission denied"),
            replacing(OutputFile(old, force=True)) as file,
        ):
            file.write(b"new")

        monkeypatch.undo()
        assert self.untouched(old)

    def test_a_folder_that_goes_away(self, tmp_path, system):
        """Nothing is left to be written to."""
        del system
        folder = tmp_path / "folder"
        folder.mkdir()

        def fail():
            with replacing(OutputFile(folder / "model", force=True)) as file:
                file.write(b"new")
                shutil.rmtree(folder)

        with pytest.raises(OutputError):
            fail()
        assert list(tmp_path.iterdir()) == []

    def test_a_link_stays_and_its_file_is_replaced(self, old, system):
        """Also over folders, and through several links."""
        del system
        folder = old.parent / "folder"
        folder.mkdir()
        (folder / "link").symlink_to("../model")
        (folder / "second").symlink_to("link")
        with replacing(OutputFile(folder / "second", force=True)) as file:
            file.write(b"new")

        assert old.read_bytes() == b"new"
        assert (folder / "link").is_symlink()
        assert (folder / "second").is_symlink()
        assert sorted(each.name for each in folder.iterdir()) == ["link", "second"]

    def test_a_dangling_link_gets_its_file(self, tmp_path, system):
        """The file that it names is made."""
        del system
        (tmp_path / "link").symlink_to("model")
        with replacing(OutputFile(tmp_path / "link", force=True)) as file:
            file.write(b"new")

        assert (tmp_path / "link").is_symlink()
        assert (tmp_path / "model").read_bytes() == b"new"

    def test_a_name_as_long_as_can_be(self, tmp_path, system):
        """The scratch file's own name is short."""
        del system
        with replacing(over(tmp_path / ("n" * 255))) as file:
            file.write(b"new")

        assert (tmp_path / ("n" * 255)).read_bytes() == b"new"

    def test_a_missing_folder(self, tmp_path, system):
        """Who has not asked before is told now."""
        del system
        with (
            pytest.raises(OutputError, match="No such file"),
            replacing(OutputFile(tmp_path / "no" / "model", force=True)),
        ):
            pass


WRITER = """
import sys, time
from pathlib import Path
from caffe_fillers.errors import OutputError
from caffe_fillers.files.writing import OutputFile, check_target, replacing
path = Path(sys.argv[1])
"""


def child(code, *args, wrap=(), **how):
    """Start another Python that runs this code, with `path` as its first argument."""
    command = [*wrap, sys.executable, "-c", WRITER + textwrap.dedent(code), *map(str, args)]
    how.setdefault("stdout", subprocess.PIPE)
    return subprocess.Popen(command, text=True, **how)


def ended(process):
    """What a child said, once it has ended well."""
    out, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    return out


class TestOtherProcesses:
    """Real signals, real limits, real rights."""

    HALF = """
        if "named" in sys.argv:
            import os
            del os.O_TMPFILE
        with replacing(OutputFile(path, force=True)) as file:
            file.write(b"x" * 1_000_000)
            file.flush()
            print("half", flush=True)
            time.sleep(60)
    """

    @pytest.fixture
    def old(self, tmp_path):
        """A file that stands already."""
        path = tmp_path / "model"
        path.write_bytes(b"old")
        return path

    def stopped(self, old, number, *args):
        """Stop a child in mid-write with this signal."""
        process = child(self.HALF, old, *args, stderr=subprocess.DEVNULL)
        assert process.stdout.readline() == "half\n"
        process.send_signal(number)
        process.communicate(timeout=60)
        return process.returncode

    @pytest.mark.skipif(not hasattr(os, "O_TMPFILE"), reason="only nameless files survive no kill")
    @pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
    def test_a_killed_writer_leaves_no_litter(self, old, number):
        """Not even a kill that cannot be caught does."""
        assert self.stopped(old, number) != 0
        assert old.read_bytes() == b"old"
        assert list(old.parent.iterdir()) == [old]

    def test_an_interrupted_writer_tidies_up_anywhere(self, old):
        """Ctrl-C, where files cannot be nameless."""
        assert self.stopped(old, signal.SIGINT, "named") != 0
        assert old.read_bytes() == b"old"
        assert list(old.parent.iterdir()) == [old]

    @pytest.mark.parametrize("named", [(), ("named",)])
    @pytest.mark.parametrize("early", [True, False])
    def test_a_limit_on_the_files_size(self, old, named, early):
        """As `ulimit -f` sets it: told when the file is laid out, or when it is poured."""
        code = f"""
            import resource
            resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))
            if "named" in sys.argv:
                import os
                del os.O_TMPFILE
            try:
                with replacing(OutputFile(path, force=True)) as file:
                    if {early}:
                        file.truncate(100_000)
                    for _ in range(100):
                        file.write(b"x" * 1000)
            except OutputError as error:
                print(error)
        """
        told = ended(child(code, old, *named))

        assert told.startswith(f"{old}: cannot be written: File too large\n  What stood there")
        assert old.read_bytes() == b"old"
        assert list(old.parent.iterdir()) == [old]

    FULL = """
        if "named" in sys.argv:
            import os
            del os.O_TMPFILE
        with path.open("wb") as file:
            file.write(b"old")
        try:
            with replacing(OutputFile(path, force=True)) as file:
                file.truncate(900_000)
                for _ in range(2000):
                    file.write(b"x" * 1000)
        except OutputError as error:
            print(error)
        print(path.read_bytes(), *path.parent.iterdir(), sep="\\n")
        for size in (1_000, 5_000_000):
            try:
                check_target(path, force=True, nbytes=size)
            except OutputError as error:
                print(error.message)
    """

    @pytest.mark.parametrize("named", [(), ("named",)])
    def test_a_full_disk(self, tmp_path, named):
        """A disk of 1 MB, where such a one may be mounted; else the limit above must do."""
        disk = tmp_path / "disk"
        disk.mkdir()
        mount = f'mount -t tmpfs -o size=1m tmpfs {disk} && exec "$@"'
        wrap = ["unshare", "-m", "sh", "-c", mount, "sh"]
        if (
            shutil.which("unshare") is None
            or subprocess.run([*wrap, "true"], check=False).returncode
        ):
            pytest.skip("no disk can be mounted here")
        *told, last = ended(child(self.FULL, disk / "model", *named, wrap=wrap)).splitlines()
        room = "Free some room, or name an output on another disk."

        assert told == [
            f"{disk / 'model'}: cannot be written: No space left on device",
            f"  What stood there before is unchanged. {room}",
            "b'old'",
            str(disk / "model"),
        ]
        assert re.fullmatch(r"needs 5,000,000 bytes, but the disk has [\d,]+ left", last)

    def test_a_folder_of_somebody_else(self):
        """Seen before any work, and when it is written to all the same."""
        code = """
            import os
            if os.geteuid() == 0:  # root may write anywhere
                os.setgroups([])
                os.setgid(65534)
                os.setuid(65534)
            def enter(path, force):
                replacing(OutputFile(path, force=force)).__enter__()

            for attempt in (check_target, enter):
                try:
                    attempt(path, force=True)
                except OutputError as error:
                    print(error.message)
        """
        # Not below pytest's own folder, which only its user may enter.
        with tempfile.TemporaryDirectory() as folder:
            Path(folder).chmod(0o555)
            told = ended(child(code, Path(folder, "model")))
            left = list(Path(folder).iterdir())

        assert told == "the folder is not writable\ncannot be written: Permission denied\n"
        assert left == []

    def test_several_writers_of_one_file(self, old):
        """The file is one of theirs, whole, at any time."""
        code = """
            for _ in range(20):
                with replacing(OutputFile(path, force=True)) as file:
                    for _ in range(50):
                        file.write(sys.argv[2].encode() * 2_000)
        """
        writers = [child(code, old, letter) for letter in "abcd"]
        seen = set()
        while any(writer.poll() is None for writer in writers):
            content = old.read_bytes()
            seen.add((len(content), frozenset(content)) if content != b"old" else "old")
        for writer in writers:
            ended(writer)
        seen.add((len(old.read_bytes()), frozenset(old.read_bytes())))

        assert seen - {"old"} <= {
            (100_000, frozenset(letter)) for letter in (b"a", b"b", b"c", b"d")
        }
        assert list(old.parent.iterdir()) == [old]
