"""Citations: from `[@key, p. 3]` and a bibliography to links, and to the list that they lead to.

    library (files ▶ entries) ──▶ the construct asks which keys there are, and makes a `Citation` of each
    transform: in the order of the text ▶ csl (a style) ▶ marked text ▶ elements, notes, the list

`bibtex` and `csl_data` make items of CSL's data model; `styles` finds and mends a style; `marked` is the text
between a style's rules and elements. An entry that nobody cites is parsed, and no more.
"""
