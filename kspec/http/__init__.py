"""Service over HTTP: `kspec serve`. Texts are read in worker processes, never in the process with
the network.
"""
