"""Contract of Keras with a program's own layers and models, as far as their code alone shows it."""
