"""Lock of TensorFlow's import: two threads that import it at once may wait for each other."""

from threading import Lock

IMPORTS = Lock()
