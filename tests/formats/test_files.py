"""Files on the disk: the old one or the new one, whole, and what a person can put right said clearly."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.killing import CAN_FORK

from tillbook.outside.files import DiskFull, FolderMissing, ReadOnly, append_durably, replace_file

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="permissions and limits as POSIX has them")


def others(path: Path) -> list[str]:
    """What else stands in the folder of a file."""
    return sorted(at.name for at in path.parent.iterdir() if at != path)


def test_a_file_is_replaced_and_told_by_its_digest(tmp_path: Path) -> None:
    path = tmp_path / "product_Records.json"
    for chunks in (["{", "é", "}"], [b"{", b"}\n"]):
        digest = replace_file(path, chunks)
        assert digest == hashlib.sha256(path.read_bytes()).hexdigest()
        assert others(path) == []
    assert path.read_bytes() == b"{}\n"


def test_nothing_is_touched_or_left_behind_when_the_content_fails(tmp_path: Path) -> None:
    path = tmp_path / "product_Records.json"
    path.write_text("old", encoding="utf-8")

    def chunks() -> Iterator[str]:
        yield "new"
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        replace_file(path, chunks())
    assert (path.read_text(encoding="utf-8"), others(path)) == ("old", [])


@POSIX
def test_permissions_stay_and_a_link_is_followed(tmp_path: Path) -> None:
    real, link = tmp_path / "real.json", tmp_path / "link.json"
    real.write_text("old", encoding="utf-8")
    real.chmod(0o640)
    link.symlink_to(real)
    replace_file(link, ["new"])
    assert link.is_symlink()
    assert real.read_text(encoding="utf-8") == "new"
    assert real.stat().st_mode & 0o777 == 0o640


@POSIX
def test_a_full_disk_is_said_and_the_old_file_stays(tmp_path: Path) -> None:
    path = tmp_path / "product_Records.json"
    path.write_text("old", encoding="utf-8")
    import resource  # POSIX has it alone

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, hard))
    try:
        with pytest.raises(DiskFull, match="make room and try again") as refused:
            replace_file(path, ["x" * 20_000])
        with pytest.raises(DiskFull):
            append_durably(path, "y" * 20_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert refused.value.as_json()["error"]["code"] == "disk_full"
    assert refused.value.path == str(path)
    assert (path.read_text(encoding="utf-8"), others(path)) == ("old", [])


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the machine has no /dev/full")
def test_no_room_while_appending_is_said() -> None:
    with pytest.raises(DiskFull, match="/dev/full"):
        append_durably(Path("/dev/full"), "line\n")


@POSIX
@pytest.mark.skipif(not CAN_FORK, reason="needs a process of its own to give up its rights")
def test_a_folder_that_may_not_be_written_is_said(tmp_path: Path) -> None:
    folder = tmp_path / "shop"
    folder.mkdir()
    (folder / "sales.txt").write_text("old\n", encoding="utf-8")
    (folder / "sales.txt").chmod(0o444)
    folder.chmod(0o555)
    script = (
        "import os, sys; from pathlib import Path\n"
        "from tillbook.outside.files import ReadOnly, append_durably, replace_file\n"
        "path = Path(sys.argv[1]); os.chdir(path.parent); path = Path(path.name)\n"
        "if os.geteuid() == 0: os.setgid(65534); os.setuid(65534)\n"
        "for write in (lambda: replace_file(path, ['new']), lambda: append_durably(path, 'new')):\n"
        "    try: write()\n"
        "    except ReadOnly as refused: print(refused.code, refused.message)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(folder / "sales.txt")], capture_output=True, text=True, check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )  # fmt: skip
    folder.chmod(0o755)
    assert (
        done.stdout.splitlines()
        == [
            "read_only sales.txt cannot be written: Permission denied. "
            "Close it elsewhere, or give the right to it and its folder."
        ]
        * 2
    )
    assert (folder / "sales.txt").read_text(encoding="utf-8") == "old\n"


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    path = tmp_path / "none" / "sales.txt"
    for write in (lambda: replace_file(path, ["x"]), lambda: append_durably(path, "x")):
        with pytest.raises(FolderMissing, match="is not a folder; make it first"):
            write()


def test_lines_are_added_behind_what_is_there(tmp_path: Path) -> None:
    path = tmp_path / "sales.txt"
    assert append_durably(path, "é 1\n") == 5
    assert append_durably(path, "2\n") == 7
    assert path.read_bytes() == "é 1\n2\n".encode()


def test_a_line_by_hand_without_its_end_is_not_run_together_with_ours(tmp_path: Path) -> None:
    path = tmp_path / "sales.txt"
    path.write_bytes(b"by hand")
    assert append_durably(path, "ours\n") == len(b"by hand\nours\n")
    assert path.read_bytes() == b"by hand\nours\n"


@pytest.mark.parametrize("before", [b"", b"old\n", b"old"])
def test_an_appending_cut_off_anywhere_is_completed_by_repeating_it(tmp_path: Path, before: bytes) -> None:
    text = "first, 1\nsecond, 2\n"
    between = b"\n" if before == b"old" else b""
    whole = before + between + text.encode()
    for cut in range(len(before), len(whole) + 1):
        path = tmp_path / f"sales{cut}.txt"
        path.write_bytes(whole[:cut])
        for _ in range(2):
            assert append_durably(path, text, after=len(before)) == len(whole)
            assert path.read_bytes() == whole


def test_a_line_by_hand_behind_ours_does_not_make_ours_twice(tmp_path: Path) -> None:
    path = tmp_path / "sales.txt"
    path.write_bytes(b"old\nours\nby hand\n")
    append_durably(path, "ours\n", after=4)
    assert path.read_bytes() == b"old\nours\nby hand\n"


def test_the_same_line_may_be_added_twice_on_purpose(tmp_path: Path) -> None:
    path = tmp_path / "sales.txt"
    length = append_durably(path, "tea\n", after=0)
    assert append_durably(path, "tea\n", after=length) == 8
    assert path.read_bytes() == b"tea\ntea\n"


def test_a_file_that_was_cut_shorter_by_hand_gets_the_line_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "sales.txt"
    path.write_bytes(b"a\n")
    assert append_durably(path, "b\n", after=100) == 4


def test_read_only_is_a_rule_of_the_machine_not_a_bug() -> None:
    assert (ReadOnly.code, ReadOnly.exit_status) == ("read_only", 3)
