"""Model specs: typed classes, the algebra of shapes, and the dialects that are read into them."""
