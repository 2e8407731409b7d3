"""What a PDF's metadata packet (XMP) says, for those who read finished files."""

from __future__ import annotations

from lxml import etree

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"


def facts_in(packet: bytes) -> dict[str, str]:
    """Return `{namespace}name` → text, of a list the first; nothing where it is no XML."""
    try:
        tree = etree.fromstring(packet, etree.XMLParser(resolve_entities=False, no_network=True))
    except (etree.XMLSyntaxError, ValueError):
        return {}
    found: dict[str, str] = {}
    for description in tree.iter(f"{RDF}Description"):
        found |= {str(name): str(value) for name, value in description.items()}
        for fact in description:
            first = next(fact.iter(f"{RDF}li"), fact)
            found[str(fact.tag)] = "".join(map(str, first.itertext())).strip()
    return found
