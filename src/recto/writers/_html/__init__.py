"""How the web page is made, and looked through."""
