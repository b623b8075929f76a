"""The tables, by the rooms of the shop."""

from __future__ import annotations

from tillbook.db.models.books import (
    FileState,
    JournalChain,
    JournalEntry,
    Outbox,
    Posting,
    Series,
    Shop,
)
from tillbook.db.models.cash import CashEntry, Register, Shift
from tillbook.db.models.catalogue import Barcode, Product, Tax, TaxClass
from tillbook.db.models.exchange import ImportBatch, ImportChange
from tillbook.db.models.people import Customer, Staff, Supplier
from tillbook.db.models.sales import Cart, Sale, SaleCustomer, SaleLine, SaleLineTax, SaleTax, SaleTender
from tillbook.db.models.stock import Discrepancy, Location, Lot, StockLevel, StockMove

__all__ = [
    "Barcode",
    "Cart",
    "CashEntry",
    "Customer",
    "Discrepancy",
    "FileState",
    "ImportBatch",
    "ImportChange",
    "JournalChain",
    "JournalEntry",
    "Location",
    "Lot",
    "Outbox",
    "Posting",
    "Product",
    "Register",
    "Sale",
    "SaleCustomer",
    "SaleLine",
    "SaleLineTax",
    "SaleTax",
    "SaleTender",
    "Series",
    "Shift",
    "Shop",
    "Staff",
    "StockLevel",
    "StockMove",
    "Supplier",
    "Tax",
    "TaxClass",
]
