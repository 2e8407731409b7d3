"""A web page: one self-contained file."""
