"""Uses of objects, data and predictions in a program, as far as its code alone shows them."""
