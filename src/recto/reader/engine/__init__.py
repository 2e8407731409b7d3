"""What reads Markdown: Python-Markdown's pipeline, with the syntax delegated to markdown-it-py's rules.

    text ▶ grammar (rules: blocks, inline, our constructs) ▶ tokens ▶ elements (a tree) ▶ the pipeline's
           own steps on the tree (attribute lists, abbreviations) ▶ its serialiser ▶ HTML

`parser` is the joint: a `markdown.blockparser.BlockParser` whose document is parsed by `grammar`.
`reading` is what rules know about the article besides the text.
"""
