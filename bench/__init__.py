"""What is measured, and how: `python -m bench [names]`; the last table is in results.md."""
