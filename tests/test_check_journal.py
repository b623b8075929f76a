"""The stand-alone journal checker notices every kind of tampering, without Tillbook (P23)."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tillbook.core.chain import GENESIS, canonical, digest, entry_text

CHECKER = Path(__file__).parents[1] / "tools" / "check_journal.py"

Entry = dict[str, Any]


def chained(chain: str, count: int, *, name: str = 'चाय, "green" 🍵\u2028\x7f') -> list[Entry]:
    """A sound chain, as Tillbook exports it."""
    entries: list[Entry] = []
    previous = GENESIS
    for sequence in range(1, count + 1):
        text = entry_text(
            chain=chain,
            sequence=sequence,
            previous=previous,
            at=f"2026-11-22T12:00:{sequence:02}.000000+00:00",
            kind="sale",
            document=f"{chain}-26-{sequence:06}",
            body={"total_minor": 100 * sequence, "name": name, "customer": None, "paid": True, "lines": [{}]},
        )
        previous = digest(text)
        entries.append({**json.loads(text), "hash": previous})
    return entries


def rehashed(entry: Entry) -> Entry:
    """The entry with the hash that its present content gives."""
    return {**entry, "hash": digest(canonical({key: entry[key] for key in entry if key != "hash"}))}


def lines(entries: list[Entry]) -> str:
    return "".join(json.dumps(entry, ensure_ascii=False) + "\n" for entry in entries)


def check(journal: str | bytes, *arguments: str) -> tuple[int, str]:
    """Exit status and everything printed, run as anybody runs it: alone, in a Python without our packages."""
    data = journal.encode() if isinstance(journal, str) else journal
    command = [sys.executable, "-I", "-S", str(CHECKER), *arguments]
    done = subprocess.run(command, input=data, capture_output=True, check=False, timeout=60)
    return done.returncode, (done.stdout + done.stderr).decode()


def test_sound_chains_mixed_in_one_file_are_sound_and_their_heads_are_printed() -> None:
    one, office = chained("1", 3), chained("office", 2)
    status, said = check(lines([one[0], office[0], one[1], one[2], office[1]]))
    assert status == 0
    assert said.splitlines() == [
        f"chain '1': 3 entries, head {one[2]['hash']}",
        f"chain 'office': 2 entries, head {office[1]['hash']}",
    ]


def test_a_journal_is_read_from_a_file_too(tmp_path: Path) -> None:
    journal = tmp_path / "journal.jsonl"
    journal.write_text(lines(chained("1", 2)), "utf-8")
    assert check("", str(journal))[0] == 0
    assert check("", str(tmp_path / "missing.jsonl"))[0] == 2


def test_the_spelling_of_the_json_does_not_matter_but_its_content_does() -> None:
    entry = chained("1", 1)[0]
    spelled = json.dumps(dict(reversed(entry.items())), ensure_ascii=True, separators=(" , ", " : "))
    assert check(spelled + "\r\n")[0] == 0


Tamper = Callable[[list[Entry]], list[Entry]]

TAMPERINGS: dict[str, tuple[Tamper, str]] = {
    "a changed amount": (
        lambda e: [e[0], {**e[1], "body": {**e[1]["body"], "total_minor": 1}}, *e[2:]],
        "sequence 2, line 2: the entry does not give its hash",
    ),
    "a changed amount with its hash": (
        lambda e: [e[0], rehashed({**e[1], "body": {**e[1]["body"], "total_minor": 1}}), *e[2:]],
        "sequence 3, line 3: previous is not the hash of the entry before",
    ),
    "a changed instant": (
        lambda e: [e[0], {**e[1], "at": "2026-11-23T12:00:00.000000+00:00"}, *e[2:]],
        "sequence 2, line 2: the entry does not give its hash",
    ),
    "a changed document": (
        lambda e: [e[0], {**e[1], "document": "1-26-000009"}, *e[2:]],
        "sequence 2, line 2: the entry does not give its hash",
    ),
    "a changed kind": (
        lambda e: [e[0], {**e[1], "kind": "return"}, *e[2:]],
        "sequence 2, line 2: the entry does not give its hash",
    ),
    "a changed hash": (
        lambda e: [{**e[0], "hash": "0" * 64}, *e[1:]],
        "sequence 1, line 1: the entry does not give its hash",
    ),
    "true for 1": (
        lambda e: [{**e[0], "body": {**e[0]["body"], "paid": 1}}, *e[1:]],
        "sequence 1, line 1: the entry does not give its hash",
    ),
    "an entry left out": (lambda e: [e[0], *e[2:]], "sequence 2, line 2: sequence 3 stands where 2 should"),
    "the beginning left out": (lambda e: e[1:], "sequence 1, line 1: sequence 2 stands where 1 should"),
    "an entry twice": (
        lambda e: [e[0], e[0], *e[1:]],
        "sequence 2, line 2: sequence 1 stands where 2 should",
    ),
    "two entries swapped": (
        lambda e: [e[0], e[2], e[1], e[3]],
        "sequence 2, line 2: sequence 3 stands where 2 should",
    ),
    "two entries swapped and renumbered": (
        lambda e: [e[0], {**e[2], "sequence": 2}, {**e[1], "sequence": 3}, e[3]],
        "sequence 2, line 2: previous is not the hash of the entry before",
    ),
    "an entry of another chain": (
        lambda e: [e[0], {**chained("2", 2)[1], "chain": "1"}, *e[2:]],
        "sequence 2, line 2: previous is not the hash of the entry before",
    ),
    "a chain that does not begin at genesis": (
        lambda e: [rehashed({**e[0], "previous": "f" * 64}), *e[1:]],
        "sequence 1, line 1: previous is not the hash of the entry before",
    ),
    "a key more": (lambda e: [{**e[0], "note": ""}, *e[1:]], "line 1: not the keys of a journal entry"),
    "a key less": (
        lambda e: [{key: e[0][key] for key in e[0] if key != "document"}, *e[1:]],
        "line 1: not the keys of a journal entry",
    ),
    "a fraction": (
        lambda e: [{**e[0], "body": {"total_minor": 100.0}}, *e[1:]],
        "line 1: 100.0 is no whole number",
    ),
    "NaN": (lambda e: [{**e[0], "body": {"t": float("nan")}}, *e[1:]], "line 1: NaN is no whole number"),
    "a sequence that is text": (
        lambda e: [{**e[0], "sequence": "1"}, *e[1:]],
        "line 1: a field of the wrong kind",
    ),
    "a sequence that is true": (
        lambda e: [{**e[0], "sequence": True}, *e[1:]],
        "line 1: a field of the wrong kind",
    ),
    "a body that is a list": (lambda e: [{**e[0], "body": []}, *e[1:]], "line 1: a field of the wrong kind"),
}


@pytest.mark.parametrize(("tamper", "finding"), TAMPERINGS.values(), ids=TAMPERINGS.keys())
def test_tampering_is_found_where_it_begins(tamper: Tamper, finding: str) -> None:
    status, said = check(lines(tamper(chained("1", 4))))
    assert status == 1
    assert finding in said


@pytest.mark.parametrize(
    ("journal", "finding"),
    [
        (b"\xff\xfe\n", "line 1: "),
        (b"not json\n", "line 1: "),
        (b"[]\n", "line 1: not the keys"),
        (b"\n", "line 1: "),
        (b"[" * 100_000 + b"\n", "line 1: "),
        (b'{"a": 1, "a": 2}\n', "line 1: a key stands twice"),
        (b'{"body": {"total": 1, "total": 2}}\n', "line 1: a key stands twice"),
        (b'{"body": {"total": 1e2}}\n', "line 1: 1e2 is no whole number"),
    ],
)
def test_what_is_no_journal_is_named_by_its_line(journal: bytes, finding: str) -> None:
    status, said = check(journal)
    assert status == 1
    assert finding in said
    assert "Traceback" not in said


def test_half_a_character_cannot_be_hashed() -> None:
    entry = {**chained("1", 1)[0], "document": "\ud83d"}
    status, said = check(json.dumps(entry))
    assert (status, "line 1: " in said, "Traceback" in said) == (1, True, False)


def test_a_break_in_one_chain_does_not_hide_the_others() -> None:
    one, two, three = chained("1", 3), chained("2", 2), chained("3", 2)
    one[1]["kind"] = two[0]["kind"] = "void"
    status, said = check(lines(one + two + three))
    assert status == 1
    assert said.splitlines() == [
        f"chain '1': 1 entries, head {one[0]['hash']}",
        f"chain '2': 0 entries, head {GENESIS}",
        f"chain '3': 2 entries, head {three[1]['hash']}",
        "chain '1', sequence 2, line 2: the entry does not give its hash, so it was changed",
        "chain '2', sequence 1, line 4: the entry does not give its hash, so it was changed",
    ]


def test_a_printed_head_shows_a_chain_that_was_rebuilt() -> None:
    printed = chained("1", 3)[2]["hash"]
    rebuilt = lines(chained("1", 3, name="cheaper tea"))
    assert check(rebuilt)[0] == 0
    status, said = check(rebuilt, "--head", f"1={printed}")
    assert status == 1
    assert f"chain '1': printed head '{printed}' is not in it" in said


def test_a_printed_head_shows_a_journal_that_was_cut_short() -> None:
    entries = chained("1", 3)
    assert check(lines(entries), "--head", f"1={entries[2]['hash']}")[0] == 0
    assert check(lines(entries[:2]), "--head", f"1={entries[2]['hash']}")[0] == 1
    assert check("", "--head", f"1={entries[2]['hash']}")[0] == 1


def test_older_heads_and_the_digits_on_a_bill_count_too() -> None:
    entries = chained("R=1", 3)
    older, bill = f"R=1={entries[0]['hash']}", f"R=1={entries[1]['hash'][:16].upper()}"
    assert check(lines(entries), "--head", older, "--head", bill)[0] == 0
    assert check(lines(chained("2", 3)), "--head", older)[0] == 1


@pytest.mark.parametrize("head", ["1", "1=", "=0123456789abcdef", "1=0123456"])
def test_a_head_that_proves_nothing_is_wrong_usage(head: str) -> None:
    status, said = check(lines(chained("1", 1)), "--head", head)
    assert (status, "--head REGISTER=HASH" in said) == (2, True)


def test_a_hostile_chain_name_cannot_confuse_the_terminal() -> None:
    entries = [rehashed({**chained("1", 1)[0], "chain": "\x1b[2J\u202e1"})]
    status, said = check(lines(entries))
    assert status == 0
    assert "\x1b" not in said
    assert "\u202e" not in said


def test_the_checker_is_short_and_needs_nothing_but_python() -> None:
    source = CHECKER.read_text("utf-8")
    assert len(source.splitlines()) < 100
    nodes = list(ast.walk(ast.parse(source, feature_version=(3, 9))))
    imported = {name.name for node in nodes if isinstance(node, ast.Import) for name in node.names}
    imported |= {str(node.module) for node in nodes if isinstance(node, ast.ImportFrom)}
    assert {name.partition(".")[0] for name in imported} <= sys.stdlib_module_names
