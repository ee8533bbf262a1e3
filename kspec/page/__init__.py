"""Page: its files for the browser, and the answers of kspec inside the browser.

`web` holds the sources and `static` the files built from them.
"""
