"""The question how many: on the product's step; a scan of the next product answers it with the default."""

from __future__ import annotations

from dataclasses import dataclass

from tillbook.cli.console.asking import until_right
from tillbook.cli.console.figures import UNIT_UNSAID, Figures
from tillbook.cli.console.till import Till
from tillbook.core.barcode import is_gtin
from tillbook.core.quantity import require_step
from tillbook.core.typed import QuantityInvalid, read_count
from tillbook.queries.offers import Offer

REMOVE = "r"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A quantity in thousandths, 0 to leave the product out; and a code that was scanned instead, or ""."""

    milli: int
    scanned: str = ""


def ask_quantity(till: Till, offer: Offer, *, default_milli: int = 0) -> Answer:
    """Ask how many until it is a quantity that can be sold; Enter takes the default, 1 unless said."""
    figures = Figures(till.shop)
    usual = default_milli or max(1000 // offer.step_milli * offer.step_milli, offer.step_milli)
    unit = f"{offer.unit} of " if offer.unit and offer.unit != UNIT_UNSAID else ""
    question = f"How many {unit}{offer.name}? [{figures.quantity(usual)}]"

    def read(answer: str) -> Answer:
        if not answer:
            return Answer(milli=usual)
        if answer.casefold() == REMOVE:
            return Answer(milli=0)
        if is_gtin(answer):
            return _scanned(till, answer, usual)
        return Answer(milli=on_step(read_count(answer, till.shop.locale), offer))

    explained = (
        f"How many, as in 2; Enter takes {figures.quantity(usual)}, r leaves the product out. A scan takes "
        f"{figures.quantity(usual)} and goes on with that product. /leave leaves; the cart is kept."
    )
    return until_right(till.asker, question, read, hint="r removes it; ? help", help=explained)


def on_step(milli: int, offer: Offer) -> int:
    """The quantity itself. Raises: OffStep, naming what can be sold."""
    return require_step(milli, offer.step_milli, offer.name)


def _scanned(till: Till, code: str, usual: int) -> Answer:
    if code not in till.offers_of([code]):
        raise QuantityInvalid(f"Unknown barcode {code}: nothing was added.")
    return Answer(milli=usual, scanned=code)
