"""Charts of the pages of runs, drawn in the browser by uPlot (version 1.6.32, MIT)."""
