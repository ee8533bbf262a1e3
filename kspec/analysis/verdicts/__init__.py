"""What is wrong with an output: one verdict for one cause, which one rule then words."""
