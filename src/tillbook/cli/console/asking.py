"""How the console asks and tells: on a terminal, or line by line where there is none.

Both ways answer the same questions, so what sells does not know which one it talks to. Results (bills) go to
standard output; where that is no terminal, everything else goes to standard error, without colour.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from io import TextIOWrapper
from typing import ClassVar, Protocol, TextIO, TypeVar

from tillbook.core.errors import Refusal
from tillbook.core.text import shown, width, wrap
from tillbook.core.typed import TENDER_WORDS

T = TypeVar("T")
ANSWER_LENGTH_MAX = 500
COLUMNS_MIN = 24
LEAVE_WORDS = ("leave", "quit", "exit")
"""What leaves the console, behind a slash, whatever is asked."""
OPENINGS = ("not ", "too ", *(f"{tender} takes " for tender in TENDER_WORDS))
"""How refusals begin that are written to follow a path."""


class AnswerTooLong(Refusal):
    """More was typed than any answer here can be."""

    code: ClassVar[str] = "answer_too_long"


class Tone(StrEnum):
    """What a line is, so that a terminal can show it."""

    plain = "plain"
    strong = "strong"
    quiet = "quiet"
    wrong = "wrong"
    done = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A way to complete what was typed: `text` takes the place of the last `replaces` characters."""

    text: str
    replaces: int
    shown: str
    note: str = ""


Suggest = Callable[[str], Sequence[Suggestion]]


class Asker(Protocol):
    """Somebody who can be asked and told."""

    @property
    def columns(self) -> int:
        """How wide a line may be."""

    @property
    def rows(self) -> int:
        """How many lines are seen at once."""

    @property
    def is_terminal(self) -> bool:
        """A person sits there, who can be shown completions and large figures."""

    def ask(self, question: str, *, hint: str = "", suggest: Suggest | None = None) -> str:
        """One line without its end and outer blanks.

        Raises:
            EOFError, KeyboardInterrupt: the person left.
            AnswerTooLong: nothing was taken.
        """

    def ask_secret(self, question: str) -> str:
        """As `ask`, without showing what is typed. Raises: as `ask`."""

    def say(self, text: str = "", tone: Tone = Tone.plain) -> None:
        """Tell something; lines too wide are wrapped, and nothing in them can steer a terminal."""

    def hand_over(self, bill: str) -> None:
        """Put a result on standard output."""


def safe_lines(text: str, columns: int) -> list[str]:
    """The lines of a text, safe to show, none wider than `columns`; columns of figures stay in place."""
    lines: list[str] = []
    for line in text.split("\n"):
        safe = shown(line)
        lines += [safe] if width(safe) <= columns else wrap(safe, columns)
    return lines


class PlainAsker:
    """Questions line by line, for scripts and pipes: no colour, no completion, no cursor movement."""

    is_terminal = False

    def __init__(self, *, answers: TextIO, notes: TextIO, results: TextIO) -> None:
        self._answers, self._notes, self._results = answers, notes, results

    @property
    def columns(self) -> int:
        return max(COLUMNS_MIN, shutil.get_terminal_size().columns)

    @property
    def rows(self) -> int:
        return 1000

    def ask(self, question: str, *, hint: str = "", suggest: Suggest | None = None) -> str:  # noqa: ARG002  (a terminal uses it)
        self.say(question)
        line = self._answers.readline(ANSWER_LENGTH_MAX + 1)
        if not line:
            raise EOFError
        if len(line) > ANSWER_LENGTH_MAX and not line.endswith("\n"):
            self._skip_line()
            raise AnswerTooLong(f"That has more than {ANSWER_LENGTH_MAX} characters; nothing was taken.")
        return line.strip()

    def ask_secret(self, question: str) -> str:
        return self.ask(question)

    def _skip_line(self) -> None:
        while (rest := self._answers.readline(ANSWER_LENGTH_MAX)) and not rest.endswith("\n"):
            pass

    def say(self, text: str = "", tone: Tone = Tone.plain) -> None:  # noqa: ARG002  (a terminal uses it)
        for line in safe_lines(text, self.columns):
            print(line, file=self._notes)

    def hand_over(self, bill: str) -> None:
        self._results.write(bill)
        self._results.flush()


def asker_of_this_process() -> Asker:
    """A terminal where standard input is one; else plain lines, in UTF-8 whatever the locale."""
    if sys.stdin.isatty() and (sys.stdout.isatty() or sys.stderr.isatty()):
        from tillbook.cli.console.terminal import (
            TerminalAsker,
        )  # prompt_toolkit is loaded only where it is used

        return TerminalAsker.of_this_process()
    if isinstance(sys.stdin, TextIOWrapper) and not sys.stdin.isatty():
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")
    notes = sys.stdout if sys.stdout.isatty() else sys.stderr
    return PlainAsker(answers=sys.stdin, notes=notes, results=sys.stdout)


def sentence(refusal: Refusal) -> str:
    """A refusal as a sentence: some of ours begin in small letters, for they follow a path elsewhere.

    What was typed, or how the shop names a product, stays as it is written.
    """
    ours = refusal.message.startswith(OPENINGS)
    if not ours:
        return refusal.message
    tender = next((word for word in TENDER_WORDS if refusal.message.startswith(f"{word} ")), "")
    message = tender.replace("_", " ") + refusal.message.removeprefix(tender)
    return message[:1].upper() + message[1:]


def until_right(
    asker: Asker,
    question: str,
    read: Callable[[str], T],
    *,
    hint: str = "",
    help: str = "",
    suggest: Suggest | None = None,
) -> T:
    """Ask until `read` takes the answer; each refusal is shown, and nothing else is lost.

    `?` shows `help`, where there is any.

    Raises:
        EOFError, KeyboardInterrupt: the person left; by `/leave` too.
    """
    while True:
        try:
            answer = asker.ask(question, hint=hint, suggest=suggest)
            if answer.startswith("/") and answer[1:].casefold() in LEAVE_WORDS:
                raise KeyboardInterrupt
            if help and answer == "?":
                asker.say(help)
                continue
            return read(answer)
        except Refusal as refusal:
            asker.say(sentence(refusal), Tone.wrong)


def choose(
    asker: Asker, question: str, choices: Mapping[str, str], *, default: str = "", commands: bool = False
) -> str:
    """One of the keys of `choices`, by its letter or its whole word; Enter takes the default, if any.

    A slash before it changes nothing. With `commands` another command, behind a slash, is answered as it is typed.
    """
    words = {word.casefold(): key for key, word in choices.items() if word}

    def read(answer: str) -> str:
        given = answer.casefold().removeprefix("/")
        if not answer and default:
            return default
        if given in choices:
            return given
        if given in words:
            return words[given]
        if commands and answer.startswith("/"):
            return answer
        said = ", ".join(f"{key} ({word})" if word else key for key, word in choices.items())
        raise NoSuchChoice(f"Answer one of these: {said}.")

    return until_right(asker, question, read)


class NoSuchChoice(Refusal):
    """The answer is none of those offered."""

    code: ClassVar[str] = "no_such_choice"


def agreed(asker: Asker, question: str, *, default: bool) -> bool:
    """A yes or no; the default in capitals."""
    answer = choose(
        asker,
        f"{question} [{'Y/n' if default else 'y/N'}]",
        {"y": "yes", "n": "no"},
        default="yn"[not default],
    )
    return answer == "y"
