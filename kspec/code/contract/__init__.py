"""What Keras asks of a program's own layers and models, as far as their code alone shows it."""
