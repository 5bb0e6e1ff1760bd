"""How a handout looks in a browser: by day, by night, on a phone, and on paper."""

from collections.abc import Mapping

from aeviewer.app.look.theme import DARK, LIGHT, Theme
from aeviewer.session.handout import Handout

_COLOURS = ("ground", "panel", "text", "quiet", "hairline", "accent")
_TERMS: Mapping[str, str] = {colour: name for name, colour in LIGHT.terms.items()}


def style_of(handout: Handout) -> str:
    """The style sheet, with the colours of those terms that are in the handout."""
    names = sorted({name for sheet in handout.sheets for name in sheet.step.terms})
    rules = "".join(
        f".{term_class(name)} {{ color: var(--{term_class(name)}); }}\n"
        f"svg .{term_class(name)} {{ fill: var(--{term_class(name)}); }}\n"
        for name in names
    )
    return (
        f":root {{ color-scheme: light dark; {_variables(LIGHT, names)} }}\n"
        f"@media (prefers-color-scheme: dark) {{ :root {{ {_variables(DARK, names)} }} }}\n"
        f"{_RULES}{rules}"
        "@media print {\n"
        f":root {{ color-scheme: light; {_variables(LIGHT, names)} }}\n{_PRINT}}}\n"
    )


def term_class(name: str) -> str:
    """What HTML calls a term of the loss."""
    return f"term-{name.replace('_', '-')}"


def class_of(colour: str) -> str:
    """What HTML calls a term that has this colour in the light theme; empty for other colours."""
    return term_class(_TERMS[colour]) if colour in _TERMS else ""


def _variables(theme: Theme, names: list[str]) -> str:
    found = {name: getattr(theme, name) for name in _COLOURS}
    found |= {term_class(name): theme.term(name) for name in names}
    return " ".join(f"--{name}: {colour};" for name, colour in found.items())


_RULES = """\
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; scroll-behavior: smooth; }
body { max-width: 46rem; margin: 0 auto; padding: 2rem 1rem 4rem; overflow-wrap: break-word;
  background: var(--ground); color: var(--text); font: 1rem/1.55 system-ui, sans-serif; }
h1 { font-size: 2rem; line-height: 1.2; margin: 0 0 .5rem; }
h2 { font-size: 1.35rem; line-height: 1.25; margin: 0 0 .75rem; }
h2 > span { color: var(--quiet); font-weight: normal; padding-right: .3rem; }
h3 { font-size: 1rem; margin: 0 0 .25rem; }
p, ul, ol, pre { margin: 0 0 .75rem; }
a { color: var(--accent); }
.summary { font-size: 1.15rem; }
.quiet, .note, figcaption, .asked { color: var(--quiet); }
section, footer { margin-top: 2.5rem; padding-top: 1.5rem; border-top: 1px solid var(--hairline); }
pre { padding: .75rem 1rem; overflow-x: auto; background: var(--panel);
  border: 1px solid var(--hairline); border-radius: 4px; }
code { font: .9em/1.4 ui-monospace, monospace; }
.equation { margin: 1.25rem 0; overflow-x: auto; font-size: 1.15rem; }
.equation svg { display: block; max-width: 100%; height: auto; fill: var(--text); }
figure { margin: 1.25rem 0; }
img { display: block; width: 100%; height: auto; border: 1px solid var(--hairline);
  border-radius: 4px; background: #fff; }
.note, figcaption { font-size: .85rem; line-height: 1.4; margin-top: .4rem; }
table { border-collapse: collapse; margin: 0 0 .75rem; max-width: 100%; }
th, td { padding: .2rem .9rem .2rem 0; text-align: left; vertical-align: top; }
section > table:not(.terms) th, section > table:not(.terms) td {
  border-bottom: 1px solid var(--hairline); }
.terms { margin: 0; }
.terms th::before { content: ""; display: inline-block; width: .9rem; height: .25rem;
  margin-right: .5rem; vertical-align: middle; background: currentColor; }
.terms td:nth-child(2) { text-align: right; font-variant-numeric: tabular-nums; }
.terms td:nth-child(3) { color: var(--quiet); }
aside { margin: 1.25rem 0 0; padding: .75rem 1rem .25rem; background: var(--panel);
  border: 1px solid var(--hairline); border-left: 4px solid var(--accent); border-radius: 4px; }
aside.notes { border-left-color: var(--quiet); }
article { margin: 0 0 1.5rem; scroll-margin-top: 1rem; }
article:target { outline: 2px solid var(--accent); outline-offset: .5rem; border-radius: 4px; }
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
"""

_PRINT = """\
@page { size: A4; margin: 18mm; }
body { max-width: none; padding: 0; background: #fff; font-size: 10.5pt; }
h1, h2, h3 { break-after: avoid; }
figure, aside, article, table, pre, .equation { break-inside: avoid; }
section { break-inside: avoid; }
#answers { break-inside: auto; }
img { width: auto; max-width: 100%; max-height: 150mm; }
a { color: inherit; text-decoration: none; }
aside.question a { display: none; }
"""
