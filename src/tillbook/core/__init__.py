"""The arithmetic of a shop: no Django, no database, no clock, no randomness."""
