#!/usr/bin/env python3
"""Check an exported journal without Tillbook: needs Python 3.9 or later and nothing else.

    python check_journal.py [FILE] [--head REGISTER=HASH ...]        without FILE: standard input

One JSON object a line: "at", "body", "chain", "document", "kind", "previous", "sequence" and "hash". The
hash is SHA-256, in hexadecimal, of the object without "hash" as UTF-8 JSON: keys sorted, no blanks, nothing
escaped that need not be. Chains may be mixed. In each, sequences are 1, 2, 3 ... and "previous" is the hash
before (64 zeros for the first). Prints for each chain how many entries are sound and the last one's hash,
then each chain's first break. Exit status 0: all sound, 1: a break, 2: wrong usage. Whoever owns the machine
can rebuild a whole chain, and only heads that were printed show it: give those too, in full or their first
8 digits or more, as --head 1=0123456789abcdef
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

HASHED = {"at", "body", "chain", "document", "kind", "previous", "sequence"}
Heads = dict[str, tuple[int, str]]  # by chain: the sequence and the hash of its last sound entry


def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) < len(pairs):
        raise ValueError("a key stands twice in one object")
    return dict(pairs)


def fraction(text: str) -> Any:
    raise ValueError(f"{text[:20]} is no whole number")


def read(line: bytes) -> dict[str, Any]:
    text = line.decode("utf-8")
    entry = json.loads(text, object_pairs_hook=unique, parse_float=fraction, parse_constant=fraction)
    if not isinstance(entry, dict) or set(entry) != HASHED | {"hash"}:
        raise ValueError("not the keys of a journal entry")
    if any(type(entry[key]) is not {"sequence": int, "body": dict}.get(key, str) for key in entry):
        raise ValueError("a field of the wrong kind")
    return entry


def difference(entry: dict[str, Any], count: int, head: str) -> str:
    if entry["sequence"] != count + 1:
        return f"sequence {entry['sequence']} stands where {count + 1} should"
    if entry["previous"] != head:
        return "previous is not the hash of the entry before"
    hashed = {key: entry[key] for key in HASHED}
    text = json.dumps(hashed, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    sound = hashlib.sha256(text.encode("utf-8")).hexdigest() == entry["hash"]
    return "" if sound else "the entry does not give its hash, so it was changed"


def check(lines: Iterable[bytes], printed: Iterable[tuple[str, str]]) -> tuple[Heads, list[str]]:
    """The heads, and what is wrong: an unreadable line ends the check, a break ends its chain."""
    heads: Heads = {}
    breaks: dict[str, str] = {}
    missing = set(printed)
    for number, line in enumerate(lines, 1):
        try:
            entry = read(line)
            name, (count, head) = entry["chain"], heads.setdefault(entry["chain"], (0, "0" * 64))
            wrong = "" if name in breaks else difference(entry, count, head)
        except (ValueError, RecursionError) as error:
            return heads, [*breaks.values(), f"line {number}: {error}"]
        if wrong:
            breaks[name] = f"chain {name!a}, sequence {count + 1}, line {number}: {wrong}"
        elif name not in breaks:
            heads[name] = (count + 1, entry["hash"])
            missing = {(a, start) for a, start in missing if a != name or not entry["hash"].startswith(start)}
    lost = [f"chain {a!a}: printed head {start!a} is not in it" for a, start in sorted(missing)]
    return heads, [*breaks.values(), *lost]


def main() -> int:
    parser = argparse.ArgumentParser(description="Check an exported journal of Tillbook.")
    parser.add_argument("file", nargs="?", help="the exported journal; without it: standard input")
    parser.add_argument("--head", action="append", default=[], metavar="REGISTER=HASH", help="a printed head")
    options = parser.parse_args()
    printed = [(text.rpartition("=")[0], text.rpartition("=")[2].lower()) for text in options.head]
    if not all(name and len(start) >= 8 for name, start in printed):
        parser.error("write --head REGISTER=HASH with at least 8 digits of the hash")
    if options.file and not Path(options.file).is_file():
        parser.error("there is no such file")
    with Path(options.file).open("rb") if options.file else sys.stdin.buffer as lines:
        heads, findings = check(lines, printed)
    counts = [f"chain {a!a}: {count} entries, head {head}" for a, (count, head) in sorted(heads.items())]
    print("\n".join([*counts, *findings]))
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
