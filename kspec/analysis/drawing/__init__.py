"""Drawing of a network: cards of layers in ranks, with repeated blocks drawn once."""
