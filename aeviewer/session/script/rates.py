"""The compare page's rates: how many bits a picture costs, and how well it comes back from them."""

from aeviewer.session.script.compare import baseline, each
from aeviewer.session.script.shown import Rival, Shown
from aeviewer.session.view import View

_PICTURES = 500  # measured at most
_DEPTHS = (1, 2, 3, 4, 6, 8)  # bits of one number of a latent


def rates(view: View, shown: Shown) -> str:
    """What each model, PCA, JPEG and WebP make of the same pictures."""
    if view.comparing != "rates":
        return ""
    fewer = f"torch.linspace(0, {shown.samples - 1}, {_PICTURES}).long()  # enough, and evenly"
    chosen = "torch.arange(len(images))" if shown.samples <= _PICTURES else fewer
    told = any(rival.conditional for rival in shown.rivals) and shown.labelled
    label = "\nclasses = images.labels[chosen]" if told else ""
    blocks = each(shown, lambda rival: _measured(rival, shown))
    linear = f"{baseline(shown)}\n{_PCA}" if shown.known > 1 else ""
    return "\n\n".join([
        _HEAD.format(chosen=chosen, label=label),
        *blocks,
        *([linear] if linear else []),
        _FILES,
    ])


_HEAD = f'''\
# The pictures, the same for all models.
chosen = {{chosen}}
x = images.floats(chosen){{label}}
points = []  # name, choice, bits of a picture, PSNR in dB


def report(name, choice, cost):
    """Note what a picture costs, and how well it comes back: PSNR of the mean squared error."""
    bits, ratio = cost.bits / cost.count, rate.psnr(cost.sse / cost.count, x[0].numel())
    points.append((name, choice, bits, ratio))
    print(f"{{{{name}}}}, {{{{choice}}}}: {{{{bits:.1f}}}} bits, {{{{ratio:.2f}}}} dB")


def report_numbers(name, z, *classes):
    """Cut the range of each number of z (N, D) into 2**depth steps: it then costs depth bits."""
    for depth in {_DEPTHS}:
        cost = rate.continuous(model, x, z, rate.Steps.over(z, depth), *classes)
        report(name, f"bits a number: {{{{depth}}}}", cost)

'''
_PCA = """\
z = pca.encode(x).mean
rounded = rate.Steps.over(z, 8)(z)  # 8 bits for each component
for count in [2**power for power in range(size.bit_length())]:
    few = rounded.clone()
    few[:, count:] = 0
    error = rate.squared(x, pca.decode(few))
    report("PCA", f"components: {count}", rate.Cost(8 * count * len(x), error, len(x)))"""
_FILES = """\
# Files: as a whole, and without what all files of a kind share.
for form in ("JPEG", "WEBP"):
    for quality in rate.QUALITIES if rate.can_write(form, images.shape) else ():
        whole, own = rate.files(x, form, quality)
        report(f"{form}, whole file", f"quality: {quality}", whole)
        report(f"{form}, its own part", f"quality: {quality}", own)"""


def _measured(rival: Rival, shown: Shown) -> str:
    if not rival.encodes:
        return "# Without an encoder a picture has no bits."
    if rival.counted == "codes":
        return f"""\
codes = model.codes(x)
for count in range(1, len(model.codebooks()) + 1):
    report("{rival.title}", f"stages: {{count}}", rate.discrete(model, x, codes, count))"""
    told = ", classes" if rival.conditional and shown.labelled else ""
    way = "_as" if told else ""
    return f"""\
report_numbers("{rival.title}", model.encode{way}(x{told}).mean.flatten(1){told})"""
