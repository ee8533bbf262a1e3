"""The formats of images that are read."""

IMAGES = frozenset((".png", ".jpg", ".jpeg", ".bmp", ".gif", ".webp", ".tif", ".tiff"))
"""Suffixes of images."""
FORMATS = ("BMP", "GIF", "JPEG", "PNG", "TIFF", "WEBP")
"""Formats of images, whatever their names are: Pillow passes PostScript to another program."""
