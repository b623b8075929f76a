"""The shop's files after each sale: brought up to date after the commit, whatever stands in the way."""

from __future__ import annotations

from tillbook.actions.deliver import deliver
from tillbook.cli.console.asking import Tone
from tillbook.cli.console.till import Till
from tillbook.cli.delivery import how_to_take_over, make_checkpoints
from tillbook.cli.running import report_bug
from tillbook.core.errors import Refusal

DIFFERENCES_SHOWN_MAX = 10


def bring_files_up_to_date(till: Till) -> None:
    """Empty the outbox; say what is new about it. A sale that was posted stays posted."""
    try:
        delivered = deliver(till.home)
    except Refusal as refusal:
        _tell(till, (f"The shop's files follow later: {refusal.message}",))
        return
    except Exception as error:  # noqa: BLE001  (a bug in it must not turn a posted sale into a failed one)
        report_bug(error, home=till.home, as_json=False)
        return
    held: tuple[str, ...] = ()
    if delivered.held:
        path = till.home / "product_Records.json"
        held = (
            f"{path} was edited since Tillbook last wrote it, so it is left alone. It differs:",
            *[f"  {line}" for line in delivered.held[:DIFFERENCES_SHOWN_MAX]],
            *(["  and more"] if len(delivered.held) > DIFFERENCES_SHOWN_MAX else []),
            how_to_take_over(till.home, path),
        )
    _tell(till, (*delivered.problems, *held))
    make_checkpoints(till.home)


def _tell(till: Till, lines: tuple[str, ...]) -> None:
    if lines != till.files_told:
        for line in lines:
            till.asker.say(line, Tone.wrong)
    till.files_told = lines
