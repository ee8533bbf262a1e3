"""Observations of a training's data; the only floor below the executor that imports numpy."""
