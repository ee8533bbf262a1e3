"""What a network makes of the samples that were held out, as parts of the page of a run."""
