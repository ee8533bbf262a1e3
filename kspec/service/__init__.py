"""What kspec answers about a text: one function for each question, for every door.

No function here opens a file or an address: what a text names is not looked at.
"""
