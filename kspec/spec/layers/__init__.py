"""One class a layer of Keras: its fields, what it takes, what it gives, and its weights. Files
by Keras's families.
"""
