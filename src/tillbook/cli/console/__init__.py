"""Selling on the console: asks, as a cashier would."""
