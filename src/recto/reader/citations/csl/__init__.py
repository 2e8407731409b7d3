"""CSL at work: a style's rules, applied to works. The only modules that know citeproc-py.

locales (its terms) · items (works, as it wants them) · mended (what it lacks) ──▶ processor
"""
