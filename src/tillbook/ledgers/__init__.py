"""The only writers of the append-only tables."""
