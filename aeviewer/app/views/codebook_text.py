"""What the codebook page says of a sample's codes, of a code, and of the use of all."""

from aeviewer.app.numbers import three_digits
from aeviewer.app.views.codebook_values import Looked, Use

INVITATION = "The codes of a model with a codebook appear here."
POINT = "Point at an entry or a cell; click an entry to paint with it."
PERPLEXITY = (
    "Perplexity: so many entries, used alike, would have codes of the same entropy. Dead entries "
    "stand for no cell of these samples."
)
ENTRIES = (
    "Each entry fills the whole grid and is decoded; the bar below is the logarithm of its use. "
    "Click to choose the code to paint with, once more to let go."
)
MAP = "Click with a code chosen to paint; right-click takes the code of a cell up."
_PAINT = "Drag over cells to paint."
_NOTHING = "no sample is at hand to count their use over."
_ADDED = "Entries are shown by what they add: mid-grey is nothing."


def of_book(looked: Looked | None, use: Use | None, unit: str) -> str:
    """Say how the codebook on show is used; `unit` is what is counted, or empty for nothing."""
    if looked is None:
        return ""
    stage, size = looked.stage, looked.sizes[looked.stage]
    several = len(looked.sizes) > 1
    title = f"Stage {stage + 1}: {size:,} entries" if several else f"{size:,} entries"
    if use is None:
        return f"{title}, their use is being counted." if unit else f"{title}; {_NOTHING}"
    if not use.whole:
        return f"{title}; counted: {use.done:,} of {use.total:,} {unit}."
    dead = int((use.counts[stage] == 0).sum())
    gone = f"{dead:,} dead (crossed out)" if dead else "all in use"
    perplexity = three_digits(use.perplexities[stage])
    ratio = f"mean PSNR {decibels(use.psnrs[stage])}; " if use.psnrs else ""
    said = f"{title}, {gone}; perplexity {perplexity}; {ratio}over {use.total:,} {unit}."
    return f"{said} {_ADDED}" if stage else said


def of_code(looked: Looked | None, use: Use | None, code: int | None, chosen: int | None) -> str:
    """Say where a code stands, how often it is used, and what can be done with it."""
    if looked is None or code is None or not 0 <= code < looked.sizes[looked.stage]:
        return POINT
    cells = int((looked.codes == code).sum())
    said = f"Code {code}: {cells} of {looked.codes.size} cells"
    if use is not None and use.whole:
        count = int(use.counts[looked.stage][code])
        said += f", {count:,} times in all" if count else ", dead: never used"
    return f"{said}. {_PAINT if code == chosen else ''}".strip()


def of_map(looked: Looked) -> str:
    """Say whose codes they are."""
    several = len(looked.sizes) > 1
    return f"{looked.caption}, " + (f"codes of stage {looked.stage + 1}" if several else "in codes")


def of_picture(looked: Looked) -> str:
    """Say what is decoded."""
    if looked.touched:
        return "painted"
    return stages(looked.stage + 1) if len(looked.sizes) > 1 else "reconstruction"


def figures(looked: Looked) -> tuple[str, ...]:
    """Bits and PSNR of the sample as it is shown."""
    lines = [bits(looked, looked.stage)]
    if looked.psnr is not None:
        lines.append(f"PSNR {decibels(looked.psnr)}")
    return tuple(lines)


def of_stage(looked: Looked, stage: int, ratio: float | None) -> tuple[str, ...]:
    """The same of the sample from stages up to one, in short."""
    lines = stages(stage + 1), bits(looked, stage)
    return lines if ratio is None else (*lines, decibels(ratio))


def stages(count: int) -> str:
    """Count stages."""
    return "1 stage" if count == 1 else f"{count} stages"


def bits(looked: Looked, stage: int) -> str:
    """What an image takes in codes of stages up to one."""
    return f"{looked.bits[stage]:,.0f} bits"


def decibels(ratio: float) -> str:
    """Write a ratio with its unit."""
    return f"{three_digits(ratio)} dB".replace("-", "\N{MINUS SIGN}")
