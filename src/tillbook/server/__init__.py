"""The shop's server: the till, the office and the API in one process, with the worker that writes its files."""
