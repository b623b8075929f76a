"""The printer, the mail, the disk: takes dataclasses, knows no table."""
