"""Findings: rules with codes over an analysed model, the choice among them, and their fixes."""
