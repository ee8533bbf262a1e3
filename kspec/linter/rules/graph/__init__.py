"""2xx: graph, ranks and shapes."""
