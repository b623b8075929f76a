"""A person at a terminal: completion as one types, colours where they are wanted."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable

from prompt_toolkit import PromptSession
from prompt_toolkit.application import get_app
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.history import DummyHistory
from prompt_toolkit.input import Input
from prompt_toolkit.output import ColorDepth, Output
from prompt_toolkit.output.defaults import create_output
from prompt_toolkit.shortcuts import print_formatted_text
from prompt_toolkit.styles import Style

from tillbook.cli.console.asking import (
    ANSWER_LENGTH_MAX,
    COLUMNS_MIN,
    AnswerTooLong,
    Suggest,
    Tone,
    safe_lines,
)
from tillbook.core.text import fit, shown, width, wrap

MENU_ROWS = 8
ANSWER_COLUMNS_MIN = 8
_LOOK = Style.from_dict(
    {
        "question": "bold",
        "strong": "bold",
        "quiet": "ansibrightblack",
        "wrong": "ansired",
        "done": "ansigreen bold",
        "placeholder": "ansibrightblack",
        "completion-menu": "noinherit",
        "completion-menu.completion": "noinherit",
        "completion-menu.completion.current": "noinherit reverse",
        "completion-menu.meta.completion": "noinherit ansibrightblack",
        "completion-menu.meta.completion.current": "noinherit reverse",
        "scrollbar.background": "noinherit",
        "scrollbar.button": "noinherit reverse",
    }
)


class Completions(Completer):
    """Completions from a question to the shop, asked at each key: an answer takes a few milliseconds."""

    def __init__(self, suggest: Suggest, columns: int) -> None:
        self._suggest, self._columns = suggest, columns

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:  # noqa: ARG002  (its shape)
        found = self._suggest(document.text_before_cursor)
        notes = max((width(each.note) for each in found), default=0)
        room = max(10, self._columns - notes - 6)
        names = min(room, max((width(each.shown) for each in found), default=0))
        for each in found:
            yield Completion(
                text=shown(each.text),
                start_position=-each.replaces,
                display=fit(each.shown, names),
                display_meta=fit(each.note, notes) if each.note else "",
            )


class TerminalAsker:
    """Asks with prompt_toolkit; what is typed is in no history."""

    is_terminal = True

    def __init__(self, *, given: Input | None, output: Output, results_are_shown: bool) -> None:
        # Completions are asked of the database inside the event loop that reads the keys. There is one thread
        # and nobody else to wait for, which is what Django's guard is about.
        os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        self._input = given
        self._output = output
        self._results_are_shown = results_are_shown
        self._depth = ColorDepth.DEPTH_1_BIT if os.environ.get("NO_COLOR") else None
        self._session: PromptSession[str] = PromptSession(
            input=given,
            output=output,
            history=DummyHistory(),
            complete_while_typing=True,
            reserve_space_for_menu=MENU_ROWS,
            style=_LOOK,
            color_depth=self._depth,
        )

    @classmethod
    def of_this_process(cls) -> TerminalAsker:
        """The terminal on standard output, or on standard error where the output goes to a file."""
        shown_there = sys.stdout.isatty()
        output = create_output(stdout=sys.stdout if shown_there else sys.stderr)
        return cls(given=None, output=output, results_are_shown=shown_there)

    @property
    def columns(self) -> int:
        return max(COLUMNS_MIN, self._output.get_size().columns)

    @property
    def rows(self) -> int:
        return self._output.get_size().rows

    def ask(self, question: str, *, hint: str = "", suggest: Suggest | None = None) -> str:
        *before, question = wrap(question, self.columns - ANSWER_COLUMNS_MIN)
        for line in before:
            self._print(line, "class:question")
        fits = width(question) + width(hint) + 3 <= self.columns
        answer = self._session.prompt(
            FormattedText([("class:question", shown(question)), ("", " ")]),
            completer=Completions(suggest, self.columns) if suggest else _NOTHING,
            reserve_space_for_menu=MENU_ROWS if suggest else 0,
            # A session keeps what it was last told, so each question says everything.
            # An answer of nothing leaves no hint behind that would look like one.
            placeholder=lambda: FormattedText(
                [] if not fits or get_app().is_done else [("class:placeholder", shown(hint))]
            ),
        )
        if len(answer) > ANSWER_LENGTH_MAX:
            raise AnswerTooLong(f"That has more than {ANSWER_LENGTH_MAX} characters; nothing was taken.")
        return answer.strip()

    def ask_secret(self, question: str) -> str:
        # A session of its own: what hides the answer must not stay with the other questions.
        alone: PromptSession[str] = PromptSession(
            input=self._input, output=self._output, history=DummyHistory(), style=_LOOK, color_depth=self._depth
        )
        answer = alone.prompt(FormattedText([("class:question", shown(question)), ("", " ")]), is_password=True)
        if len(answer) > ANSWER_LENGTH_MAX:
            raise AnswerTooLong(f"That has more than {ANSWER_LENGTH_MAX} characters; nothing was taken.")
        return answer

    def say(self, text: str = "", tone: Tone = Tone.plain) -> None:
        style = "" if tone is Tone.plain else f"class:{tone}"
        for line in safe_lines(text, self.columns):
            self._print(line, style)

    def hand_over(self, bill: str) -> None:
        if not self._results_are_shown:
            sys.stdout.write(bill)
            sys.stdout.flush()
            return
        for line in bill.removesuffix("\n").split("\n"):
            self._print(line, "")

    def _print(self, line: str, style: str) -> None:
        print_formatted_text(FormattedText([(style, line)]), output=self._output, style=_LOOK, color_depth=self._depth)


class _NoCompletions(Completer):
    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:  # noqa: ARG002  (its shape)
        return ()


_NOTHING = _NoCompletions()
