"""Placeholder until the proof is written: helper "verify" replaces this file."""
from __future__ import annotations
from dataclasses import dataclass
from tillbook.db.statements import Tx
@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    kind: str
    where: str
    message: str
@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    clean: bool
    checked: dict[str, int]
    findings: tuple[Finding, ...]
def verify(tx: Tx) -> Report:
    return Report(clean=True, checked={}, findings=())
