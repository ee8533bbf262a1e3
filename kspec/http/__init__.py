"""The service over HTTP: `kspec serve`. Texts are looked at in worker processes, never in the
process that talks to the network.
"""
