"""What programs read: one file an output, each with the type that `schemas/v1/` is made from.

These objects only grow: keys are added, and none is removed or changed in meaning.
"""
