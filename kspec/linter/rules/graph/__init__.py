"""Rules KS2xx: graph, ranks and shapes."""
