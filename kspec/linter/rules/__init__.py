"""One rule a file, in folders by family."""
