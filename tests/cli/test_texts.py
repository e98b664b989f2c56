"""Commands that edit texts: where old ones come from, where new ones go, and what is never lost."""

import os
import stat
import subprocess
import sys

import pytest

from tests._shared import ROOT

OLD = "layers { type: RELU }  # one\n"
NEW = 'layer { type: "ReLU" }  # one\n'


@pytest.fixture
def old(tmp_path):
    """A definition that is not up to date."""
    path = tmp_path / "old.prototxt"
    path.write_text(OLD)
    return path


def through(text, *args):
    """What the command makes of its standard input: exit code, output, messages."""
    program = [sys.executable, "-m", "caffe_fillers", *args]
    ran = subprocess.run(program, input=text, capture_output=True, check=False, cwd=ROOT)
    return ran.returncode, ran.stdout, ran.stderr.decode()


class TestWhere:
    """The places."""

    def test_standard_output(self, old, run):
        """Without an option, and the old file stays."""
        for args in [(), ("-o", "-")]:
            told = run("upgrade", old, *args)

            assert (0, NEW, "") == (told.code, told.out, told.err)
        assert OLD == old.read_text()

    def test_standard_input(self):
        """Bytes in, bytes out."""
        assert (0, b'layer { type: "ReLU" } # \xff\r\n', "") == through(
            b"layers { type: RELU } # \xff\r\n", "upgrade", "-"
        )
        code, out, err = through(b"layers { type: ", "upgrade", "-")
        assert (3, b"") == (code, out)
        assert "<stdin>:1:1: the '{' of 'layers' is never closed" in err

    def test_another_file(self, old, run, tmp_path):
        """Which must not be there yet, unless forced."""
        new = tmp_path / "new.prototxt"
        told = run("upgrade", old, "-o", new)
        assert (0, "", f"{old} -> {new}: upgraded\n") == (told.code, told.out, told.err)
        assert NEW == new.read_text()

        new.write_text("mine")
        told = run("upgrade", old, "-o", new)
        assert 3 == told.code
        assert "exists already" in told.err
        assert "mine" == new.read_text()
        assert 0 == run("upgrade", old, "-o", new, "--force").code
        assert NEW == new.read_text()

    def test_a_folder(self, old, run, tmp_path):
        """Takes several files under their own names."""
        (tmp_path / "b.prototxt").write_text(NEW)
        (tmp_path / "out").mkdir()
        told = run("upgrade", old, tmp_path / "b.prototxt", "-o", tmp_path / "out")

        assert 0 == told.code
        assert "b.prototxt: copied, there is nothing to change" in told.err
        assert [NEW, NEW] == [path.read_text() for path in (tmp_path / "out").iterdir()]

    def test_in_place(self, old, run, tmp_path):
        """The file keeps its mode; one that does not change is not written."""
        old.chmod(0o640)
        told = run("upgrade", old, "--in-place")
        assert (0, "", f"{old}: upgraded\n") == (told.code, told.out, told.err)
        assert NEW == old.read_text()
        assert 0o640 == stat.S_IMODE(old.stat().st_mode)

        before = old.stat()
        told = run("upgrade", old, "--in-place")
        assert (0, f"{old}: nothing to do\n") == (told.code, told.err)
        assert (before.st_mtime_ns, before.st_ino) == (old.stat().st_mtime_ns, old.stat().st_ino)
        assert [old] == list(tmp_path.iterdir())

    def test_links_are_followed(self, old, run, tmp_path):
        """The file changes, the link stays."""
        link = tmp_path / "link.prototxt"
        link.symlink_to(old)
        run("upgrade", link, "--in-place")

        assert link.is_symlink()
        assert NEW == old.read_text()

    def test_backup(self, old, run, tmp_path):
        """The old file as it was, time included; another backup is not lost for it."""
        os.utime(old, (1, 1))
        assert 0 == run("upgrade", old, "--in-place", "--backup", ".bak").code
        copy = tmp_path / "old.prototxt.bak"
        assert (OLD, 1) == (copy.read_text(), copy.stat().st_mtime)
        assert NEW == old.read_text()

        old.write_text(OLD + "# more\n")
        told = run("upgrade", old, "--in-place", "--backup", ".bak")
        assert 3 == told.code
        assert "old.prototxt.bak: exists already" in told.err
        assert (OLD, OLD + "# more\n") == (copy.read_text(), old.read_text())
        assert 0 == run("upgrade", old, "--in-place", "--backup", ".bak", "--force").code
        assert OLD + "# more\n" == copy.read_text()

    def test_no_backup_where_nothing_changes(self, run, tmp_path):
        """Nor a message of one."""
        (tmp_path / "new").write_text(NEW)
        run("upgrade", tmp_path / "new", "--in-place", "--backup", "~")

        assert ["new"] == [path.name for path in tmp_path.iterdir()]


class TestLooking:
    """--diff and --check write nothing."""

    def test_diff(self, old, run):
        """A unified diff, which `patch` takes."""
        told = run("upgrade", old, "--diff")

        assert (0, "") == (told.code, told.err)
        assert f"--- {old}\n+++ {old}\n@@ -1 +1 @@\n-{OLD}+{NEW}" == told.out
        assert OLD == old.read_text()

    def test_diff_without_a_last_line_end(self, old, run):
        """Says so as diff does."""
        old.write_text(OLD[:-1])

        assert (
            f"-{OLD}\\ No newline at end of file\n+{NEW}\\ No" in run("upgrade", old, "--diff").out
        )

    def test_check(self, old, run, tmp_path):
        """Exits with 1 where something would change, and names the files."""
        new = tmp_path / "new.prototxt"
        new.write_text(NEW)
        told = run("upgrade", new, old, "--check")
        assert (1, "", f"{old}: would be upgraded\n") == (told.code, told.out, told.err)
        assert OLD == old.read_text()
        told = run("upgrade", new, "--check")
        assert (0, "", "") == (told.code, told.out, told.err)
        assert "" == run("upgrade", old, "--check", "-q").err

    def test_both(self, old, run):
        """Shows and exits with 1."""
        told = run("upgrade", old, "--check", "--diff")

        assert (1, True) == (told.code, "+layer" in told.out)


class TestFaults:
    """What cannot be done is said, and nothing is lost."""

    @pytest.mark.parametrize(
        "args",
        [
            (),
            ("-", "--in-place"),
            ("-", "-"),
            ("a", "b"),
            ("a", "b", "-o", "c"),
            ("a", "b", "-o", "-"),
            ("a", "--in-place", "-o", "b"),
            ("a", "--in-place", "--check"),
            ("a", "--diff", "-o", "b"),
            ("a", "--backup", ".bak"),
            ("a", "--in-place", "--backup", ""),
            ("a", "--in-place", "--backup", "."),
            ("a", "--in-place", "--backup", "/../x"),
            ("a", "--in-place", "--backup", "/x"),
        ],
    )
    def test_usage(self, args, run, tmp_path, monkeypatch):
        """Exits with 2 and touches nothing."""
        monkeypatch.chdir(tmp_path)
        for name in "ab":
            (tmp_path / name).write_text(OLD)

        assert 2 == run("upgrade", *args).code
        assert [("a", OLD), ("b", OLD)] == sorted(
            (path.name, path.read_text()) for path in tmp_path.iterdir()
        )

    def test_one_bad_file_of_many(self, old, run, tmp_path):
        """Does not keep the others from being done; the exit code is 3."""
        bad = tmp_path / "bad.prototxt"
        bad.write_text("layers { type: }")
        told = run("upgrade", bad, old, "--in-place")

        assert 3 == told.code
        assert f"{bad}:1:16: expected a value" in told.err
        assert (NEW, "layers { type: }") == (old.read_text(), bad.read_text())

    def test_folders_and_devices(self, run, tmp_path):
        """Are no files to edit."""
        assert 3 == run("upgrade", tmp_path).code
        assert 3 == run("upgrade", tmp_path, "-o", tmp_path / "x").code

    def test_a_full_disk(self, old, run, tmp_path, monkeypatch):
        """The old file and its backup stay."""

        def full(*_):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(os, "fsync", full)
        told = run("upgrade", old, "--in-place", "--backup", ".bak")

        assert 3 == told.code
        assert "No space left on device" in told.err
        assert [OLD] == [path.read_text() for path in tmp_path.iterdir()]

    def test_a_closed_pipe(self, tmp_path):
        """Whoever reads may stop."""
        big = tmp_path / "big.prototxt"
        big.write_text("layer { }\n" * 20_000)
        program = [sys.executable, "-m", "caffe_fillers", "upgrade", str(big)]
        with subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as ran:
            ran.stdout.read(10)
            ran.stdout.close()
            err = ran.stderr.read()

        assert (0, b"") == (ran.returncode, err)


def test_names_that_are_no_utf_8(run, tmp_path):
    """Show as well as they can."""
    path = tmp_path / os.fsdecode(b"\xff.prototxt")
    path.write_text(OLD)
    told = run("upgrade", path, "--diff", "--check")

    assert 1 == told.code
    assert "+layer" in told.out
