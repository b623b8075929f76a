"""Tillbook: a till and its books for one shop."""

__version__ = "0.1.0"
