"""The page: what a browser is given, and the answers of kspec where it runs in the browser itself.

`web` holds the sources and `static` what is built of them.
"""
