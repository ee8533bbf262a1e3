"""Page: its files for the browser, and the answers of kspec inside the browser.

`web` holds the sources and `static` what is built of them.
"""
