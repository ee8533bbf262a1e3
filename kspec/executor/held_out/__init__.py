"""Charts of a network's predictions for held-out samples, as parts of the page of a run."""
