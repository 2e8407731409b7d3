"""How the print edition is made: one file for each thing that print asks for beyond the body."""
