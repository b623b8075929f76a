"""Spreadsheet files: cells, the rows of CSV and XLSX, and which of them are what of a product."""
