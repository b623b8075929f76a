"""Questions about the shop; answers are frozen dataclasses."""
