"""A network as a picture: cards of layers in ranks, with what is repeated drawn once."""
