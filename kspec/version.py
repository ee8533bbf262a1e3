"""The version of kspec, stated here and nowhere else; the package metadata is built from it."""

__version__ = "0.1.0"
