"""What a verification answers, and how its findings are gathered."""

from __future__ import annotations

from dataclasses import dataclass, field, replace


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """The first difference of its kind: where it is and what is wrong, in the shop's words."""

    kind: str
    where: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """`checked` counts what was looked at; `findings` holds one for each kind of difference."""

    clean: bool
    checked: dict[str, int]
    findings: tuple[Finding, ...]


@dataclass(slots=True)
class Findings:
    """Keeps the first finding of each kind and counts the others: a ruined shop gives a short answer."""

    _first: dict[str, Finding] = field(default_factory=dict)
    _more: dict[str, int] = field(default_factory=dict)

    def add(self, kind: str, where: str, message: str) -> None:
        """Take down a difference."""
        if not self.again(kind):
            self._first[kind] = Finding(kind=kind, where=where, message=message)

    def again(self, kind: str) -> bool:
        """Whether one of this kind was found before; if so, it is counted."""
        if kind in self._first:
            self._more[kind] = self._more.get(kind, 0) + 1
        return kind in self._first

    def all(self) -> tuple[Finding, ...]:
        """One finding for each kind, in the order they were found; it says how many more there are."""
        return tuple(self._counted(finding) for finding in self._first.values())

    def _counted(self, finding: Finding) -> Finding:
        more = self._more.get(finding.kind, 0)
        return replace(finding, message=f"{finding.message} (and {more} more like it)") if more else finding
