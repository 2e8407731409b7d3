"""What is read as what: the reference suites of CommonMark and GFM, and a list of everyday habits."""
