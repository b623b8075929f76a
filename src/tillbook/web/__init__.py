"""The till in the browser: its page and files. It is a client of the API alone."""
