"""The coins and notes of a currency, for who counts a drawer.

Those that its central bank issues for everyday use; a shop that holds another one (a note no longer printed
but still good, as 2,000 rupees or 500 euros) counts it by its value all the same. For a currency that is not here a
total is typed.
"""

from __future__ import annotations

from typing import Final

from tillbook.core.amounts import Currency

_MINOR: Final = {
    # Central Bank of the UAE: coins of 25 and 50 fils and 1 dirham; notes.
    "AED": (25, 50, 100, 5_00, 10_00, 20_00, 50_00, 100_00, 200_00, 500_00, 1000_00),
    # Royal Australian Mint (coins), Reserve Bank of Australia (notes).
    "AUD": (5, 10, 20, 50, 1_00, 2_00, 5_00, 10_00, 20_00, 50_00, 100_00),
    # Royal Canadian Mint (coins; the cent is gone), Bank of Canada (notes).
    "CAD": (5, 10, 25, 1_00, 2_00, 5_00, 10_00, 20_00, 50_00, 100_00),
    # Swissmint (coins), Swiss National Bank (notes).
    "CHF": (5, 10, 20, 50, 1_00, 2_00, 5_00, 10_00, 20_00, 50_00, 100_00, 200_00, 1000_00),
    # Danmarks Nationalbank; 1,000 kroner ended on 31 May 2025.
    "DKK": (50, 1_00, 2_00, 5_00, 10_00, 20_00, 50_00, 100_00, 200_00, 500_00),
    # European Central Bank; notes of 500 are issued no more.
    "EUR": (1, 2, 5, 10, 20, 50, 1_00, 2_00, 5_00, 10_00, 20_00, 50_00, 100_00, 200_00),
    # Royal Mint (coins), Bank of England (notes).
    "GBP": (1, 2, 5, 10, 20, 50, 1_00, 2_00, 5_00, 10_00, 20_00, 50_00),
    # Reserve Bank of India; notes of 2,000 were withdrawn from circulation in 2023.
    "INR": (50, 1_00, 2_00, 5_00, 10_00, 20_00, 50_00, 100_00, 200_00, 500_00),
    # Bank of Japan (notes), Ministry of Finance (coins).
    "JPY": (1, 5, 10, 50, 100, 500, 1_000, 2_000, 5_000, 10_000),
    # Central Bank of Kuwait: coins of 5 to 100 fils, notes of a quarter to 20 dinars.
    "KWD": (5, 10, 20, 50, 100, 250, 500, 1_000, 5_000, 10_000, 20_000),
    # Norges Bank.
    "NOK": (1_00, 5_00, 10_00, 20_00, 50_00, 100_00, 200_00, 500_00, 1000_00),
    # Reserve Bank of New Zealand.
    "NZD": (10, 20, 50, 1_00, 2_00, 5_00, 10_00, 20_00, 50_00, 100_00),
    # Sveriges Riksbank.
    "SEK": (1_00, 2_00, 5_00, 10_00, 20_00, 50_00, 100_00, 200_00, 500_00, 1000_00),
    # Monetary Authority of Singapore.
    "SGD": (5, 10, 20, 50, 1_00, 2_00, 5_00, 10_00, 50_00, 100_00),
    # United States Mint (coins), Bureau of Engraving and Printing (notes).
    "USD": (1, 5, 10, 25, 50, 1_00, 2_00, 5_00, 10_00, 20_00, 50_00, 100_00),
    # South African Reserve Bank.
    "ZAR": (10, 20, 50, 1_00, 2_00, 5_00, 10_00, 20_00, 50_00, 100_00, 200_00),
}
"""In minor units, the smallest first. Source: the central bank or mint that each row names."""


def denominations(currency: Currency) -> tuple[int, ...]:
    """The coins and notes in minor units, the greatest first; none where they are not known here.

    >>> denominations(Currency.of("JPY"))[:3]
    (10000, 5000, 2000)
    """
    return tuple(reversed(_MINOR.get(currency.code, ())))
