"""Things as files or on paper: bytes in and out, no table."""
