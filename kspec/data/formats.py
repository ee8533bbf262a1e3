"""The formats of images that are read."""

IMAGES = frozenset((".png", ".jpg", ".jpeg", ".bmp", ".gif", ".webp", ".tif", ".tiff"))
"""What an image may be called."""
FORMATS = ("BMP", "GIF", "JPEG", "PNG", "TIFF", "WEBP")
"""What these may be, whatever their names say: Pillow hands PostScript to another program."""
