"""The journal: every chain whole, every hash right, every entry saying what the rows say (P23)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from tillbook.db.statements import Row
from tillbook.queries.verify.facts import ChainSeen, Facts, Posting

ENTRIES = "chain_id, sequence, text, hash"


class Journal:
    """Follows each chain from its start while the postings are read in their order."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._chains = facts.chains

    def entry_of(self, posting: Posting, entries: Sequence[Row]) -> Row | None:
        """The one entry of a posting, if there is one; its place in the chain and its hash are checked."""
        if len(entries) != 1:
            count = len(entries)
            self._facts.found.add("journal_entry", posting.where, f"has {count} entries in the journal instead of one")
        if not entries:
            return None
        entry = entries[0]
        _, _, chain_id, sequence, text, stored_hash = entry
        where = f"Journal {self._name(chain_id)}, entry {sequence}"
        series = self._facts.series.get(posting.series_id)
        if series is not None and series.chain_id != chain_id:
            message = f"{posting.where} belongs into journal {self._name(series.chain_id)}"
            self._facts.found.add("journal_order", where, message)
        chain = self._chains[chain_id]
        if sequence != chain.seen + 1:
            self._facts.found.add("journal_order", where, f"follows entry {chain.seen}")
        if hashlib.sha256(text.encode()).hexdigest() != stored_hash:
            self._facts.found.add("journal_hash", where, "does not give its hash: it was changed")
        chain.seen, chain.before, chain.hash = sequence, chain.hash, stored_hash
        return entry

    def compare(self, posting: Posting, entry: Row, body: str) -> None:
        """The entry is the very text that its posting's rows give; `body` is their canonical JSON."""
        _, _, chain_id, sequence, text, _ = entry
        chain = self._chains[chain_id]
        due = (
            f'{{"at":"{instant_text(posting.at)}","body":{body},"chain":"{chain.name}","document":"{posting.number}",'
            f'"kind":"{posting.kind}","previous":"{chain.before}","sequence":{sequence}}}'
        )
        if text != due:
            self._report(posting, chain, text, due)

    def _report(self, posting: Posting, chain: ChainSeen, text: str, due: str) -> None:
        where = f"Journal {chain.name}, {posting.where}"
        try:
            found = json.loads(text)
        except ValueError:
            found = None
        if not isinstance(found, dict):
            self._facts.found.add("journal_body", where, "cannot be read")
            return
        expected = json.loads(due)
        if found.get("previous") != expected.pop("previous"):
            self._facts.found.add("journal_link", where, "does not hold the hash of the entry before it")
        if found.get("sequence") != expected.pop("sequence"):
            self._facts.found.add("journal_order", where, f"says that it is entry {found.get('sequence')}")
        differing = difference(found, expected)
        if differing is not None:
            self._facts.found.add("journal_body", where, differing)
        elif canonical(found) != text:
            self._facts.found.add("journal_body", where, "is not written as the journal writes")
        elif _says_more(posting, found["body"], expected["body"]):
            self._facts.found.add("journal_body", where, "says more than the books do")

    def check_heads(self) -> None:
        """Each chain ends where it says it ends."""
        for chain in self._chains.values():
            where = f"Journal {chain.name}"
            if chain.length != chain.seen:
                message = f"ends with entry {chain.seen}, {chain.length} were written"
                self._facts.found.add("journal_length", where, message)
            if chain.head != chain.hash:
                self._facts.found.add("journal_head", where, "its head is not the hash of its last entry")
        self._facts.checked["chains"] = len(self._chains)

    def _name(self, chain_id: int) -> str:
        chain = self._chains.get(chain_id)
        return chain.name if chain else f"of chain {chain_id}"


def canonical(value: object) -> str:
    """The journal's one way to write a value."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def instant_text(at: Any) -> str:
    """A stored instant (UTC, naive or aware) as the journal writes it."""
    text = at if isinstance(at, str) else at.isoformat(sep=" ", timespec="microseconds")
    whole, _, fraction = text[:26].partition(".")
    return f"{whole[:10]}T{whole[11:19]}.{fraction.ljust(6, '0')[:6]}+00:00"


def difference(found: Any, due: Any, path: str = "") -> str | None:
    """The first place where the journal differs from the rows; what it says beyond them is not looked at."""
    if isinstance(due, dict) and isinstance(found, dict):
        pairs = [(f"{path}.{key}".lstrip("."), found.get(key), due[key]) for key in sorted(due)]
    elif isinstance(due, list) and isinstance(found, list):
        if len(found) != len(due):
            return f"has {len(found)} {path.removeprefix('body.')}, there are {len(due)}"
        pairs = [(f"{path}[{n}]", *pair) for n, pair in enumerate(zip(found, due, strict=True))]
    elif type(found) is type(due) and found == due:
        return None
    else:
        return f"says {path.removeprefix('body.')} is {_short(found)}, the books say {_short(due)}"
    return next((text for place, one, other in pairs if (text := difference(one, other, place)) is not None), None)


def _says_more(posting: Posting, said: dict[str, Any], due: dict[str, Any]) -> bool:
    """Whether an entry names what its rows forgot: anything of a sale, of any other document a second person."""
    return said != due if posting.kind == "sale" else "approved_by" in said.keys() - due.keys()


def _short(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 80 else f"{text[:77]}…"
