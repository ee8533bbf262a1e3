"""Training: build, fit and keep what came of it. The only floor that imports Keras and
TensorFlow.
"""
