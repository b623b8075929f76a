"""How files spell things: encodings, lines, JSON, numbers, names."""
