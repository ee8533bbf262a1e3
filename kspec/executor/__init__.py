"""Training: build, fit, and the files of a run. The only floor that imports Keras and
TensorFlow.
"""
