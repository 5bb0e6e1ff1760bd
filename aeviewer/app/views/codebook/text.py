"""What the codebook page says of a sample's codes, of a code, and of the use of all."""

from typing import Literal

from aeviewer.app.kit.numbers import three_digits
from aeviewer.app.views.codebook.values import Looked, Use
from aeviewer.words import N_, _, ngettext

Unit = Literal["", "images", "latents"]
"""What the use of codes is counted over; empty where nothing is at hand."""

INVITATION = N_("The codes of a model with a codebook appear here.")
POINT = N_("Point at an entry or a cell; click an entry to paint with it.")
PERPLEXITY = N_(
    "Perplexity: so many entries, used alike, would have codes of the same entropy. Dead entries "
    "stand for no cell of these samples."
)
ENTRIES = N_(
    "Each entry fills the whole grid and is decoded; the bar below is the logarithm of its use. "
    "Click to choose the code to paint with, once more to let go."
)
MAP = N_("Click with a code chosen to paint; right-click takes the code of a cell up.")
_PAINT = N_("Drag over cells to paint.")
_NOTHING = N_("no sample is at hand to count their use over.")
_ADDED = N_("Entries are shown by what they add: mid-grey is nothing.")


def of_book(looked: Looked | None, use: Use | None, unit: Unit) -> str:
    """Say how the codebook on show is used; `unit` is what is counted, or empty for nothing."""
    if looked is None:
        return ""
    stage, size = looked.stage, looked.sizes[looked.stage]
    several = len(looked.sizes) > 1
    title = ngettext("{size:,} entry", "{size:,} entries", size).format(size=size)
    if several:
        title = _("Stage {stage}: {entries}").format(stage=stage + 1, entries=title)
    if use is None:
        return (
            _("{title}, their use is being counted.").format(title=title)
            if unit
            else f"{title}; {_(_NOTHING)}"
        )
    if not use.whole:
        return _("{title}; counted: {done:,} of {total}.").format(
            title=title, done=use.done, total=_total(use.total, unit)
        )
    dead = int((use.counts[stage] == 0).sum())
    gone = _("{dead:,} dead (crossed out)").format(dead=dead) if dead else _("all in use")
    perplexity = three_digits(use.perplexities[stage])
    ratio = _("mean PSNR {psnrs}; ").format(psnrs=decibels(use.psnrs[stage])) if use.psnrs else ""
    said = _("{title}, {gone}; perplexity {perplexity}; {ratio}over {total}.").format(
        title=title,
        gone=gone,
        perplexity=perplexity,
        ratio=ratio,
        total=_total(use.total, unit),
    )
    return f"{said} {_(_ADDED)}" if stage else said


def _total(count: int, unit: Unit) -> str:
    """Say how many there are of what codes are counted over."""
    said = (
        ngettext("{count:,} latent", "{count:,} latents", count)
        if unit == "latents"
        else ngettext("{count:,} image", "{count:,} images", count)
    )
    return said.format(count=count)


def of_code(looked: Looked | None, use: Use | None, code: int | None, chosen: int | None) -> str:
    """Say where a code stands, how often it is used, and what can be done with it."""
    if looked is None or code is None or not 0 <= code < looked.sizes[looked.stage]:
        return _(POINT)
    cells = int((looked.codes == code).sum())
    size = looked.codes.size
    where = ngettext(
        "Code {code}: {cells} of {size} cell", "Code {code}: {cells} of {size} cells", size
    )
    said = where.format(code=code, cells=cells, size=size)
    if use is not None and use.whole:
        count = int(use.counts[looked.stage][code])
        times = ngettext(", once in all", ", {count:,} times in all", count).format(count=count)
        said += times if count else _(", dead: never used")
    return f"{said}. {_(_PAINT) if code == chosen else ''}".strip()


def of_map(looked: Looked) -> str:
    """Say whose codes they are."""
    several = len(looked.sizes) > 1
    return f"{looked.caption}, " + (
        _("codes of stage {stage}").format(stage=looked.stage + 1) if several else _("in codes")
    )


def of_picture(looked: Looked) -> str:
    """Say what is decoded."""
    if looked.touched:
        return _("painted")
    return stages(looked.stage + 1) if len(looked.sizes) > 1 else _("reconstruction")


def figures(looked: Looked) -> tuple[str, ...]:
    """Bits and PSNR of the sample as it is shown."""
    lines = [bits(looked, looked.stage)]
    if looked.psnr is not None:
        lines.append(_("PSNR {psnr}").format(psnr=decibels(looked.psnr)))
    return tuple(lines)


def of_stage(looked: Looked, stage: int, ratio: float | None) -> tuple[str, ...]:
    """The same of the sample from stages up to one, in short."""
    lines = stages(stage + 1), bits(looked, stage)
    return lines if ratio is None else (*lines, decibels(ratio))


def stages(count: int) -> str:
    """Count stages."""
    return ngettext("{count} stage", "{count} stages", count).format(count=count)


def bits(looked: Looked, stage: int) -> str:
    """What an image takes in codes of stages up to one."""
    found = looked.bits[stage]
    return ngettext("{bits:,.0f} bit", "{bits:,.0f} bits", round(found)).format(bits=found)


def decibels(ratio: float) -> str:
    """Write a ratio with its unit."""
    return _("{ratio} dB").format(ratio=three_digits(ratio)).replace("-", "\N{MINUS SIGN}")
