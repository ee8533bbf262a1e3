"""Outputs for programs: a module for each output, with the type that `schemas/v1/` is made from.

These objects only grow: keys are added, and none is removed or changed in meaning.
"""
