"""What arrays show of the data that a network is trained on; the only floor below the executor
that knows numpy.
"""
