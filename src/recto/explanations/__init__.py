"""What every finding means: one short page for each code, as `recto explain CODE` prints it.

    a code ▶ its page, <code>.md beside this file, as Markdown that is read as it is

A page begins with `# code — what it means in one sentence`, says how grave the finding is, shows what
causes it and says what to do. A test reads the program's text: every code that can be reported has
a page here, and every page is of such a code.
"""

from recto.explanations._pages import codes, page, severity, summary

__all__ = ("codes", "page", "severity", "summary")
