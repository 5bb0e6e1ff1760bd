"""Tool tips that show text as it is, however much it looks like HTML, and that break long lines."""

import html


def tip(text: str) -> str:
    """Make a tool tip of plain text; Qt would read what looks like a tag as one."""
    return f"<p>{html.escape(text)}</p>" if text else ""
