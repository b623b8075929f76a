"""What a face asks for when goods come back and others are taken for them."""

from __future__ import annotations

from dataclasses import dataclass

from tillbook.core.chain import digest, plain_text
from tillbook.core.wanted import WantedSale
from tillbook.core.wanted_return import WantedReturn

RETURN_SUFFIX = ".return"
"""What the id of the return is, behind that of the sale: one id was made for both."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedExchange:
    """A return and a sale on one bill. The sale's `tenders` pay what the return leaves to pay; the return's pay
    out what the sale leaves over, in cash unless they say otherwise.

    The id of the exchange is the sale's; the return's own id is not looked at.
    """

    back: WantedReturn
    sale: WantedSale

    def fingerprint(self) -> str:
        """SHA-256 of what is asked for, but the id and the customer."""
        return digest(plain_text([self.back.fingerprint(), self.sale.fingerprint()]))
