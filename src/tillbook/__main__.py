"""`python -m tillbook` is the command `tillbook`."""

from __future__ import annotations

from tillbook.cli import main

if __name__ == "__main__":
    main()
