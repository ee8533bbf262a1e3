"""Rules in folders by family: the page of each next to its module."""
