"""Service of kspec for texts: a function for each question, for every interface.

No function here opens a file or an address: names in a text are not followed.
"""
