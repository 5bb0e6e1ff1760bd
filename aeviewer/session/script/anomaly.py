"""The anomaly page: scores, what a threshold catches, the ROC curve, and the strangest images."""

from aeviewer.session.script.shown import Shown
from aeviewer.session.view import View

_RANKED = 24  # images at either end
_FITTED = 10_000  # images that PCA is fitted to at most
_STRANGE = 0.95  # of all images score lower, where nobody says which are normal


def scores(_view: View, shown: Shown) -> str:
    """The score of each image, and which of them are anomalies."""
    told = f"""
# All images but those of these classes are anomalies, which the scores are to find.
NORMAL = {list(shown.normal)}{f"  # {', '.join(shown.called)}" if shown.called else ""}
anomalous = ~torch.isin(images.labels, torch.tensor(NORMAL))"""
    return f"""\
# How strange each image is to the model: the squared error of its reconstruction.
scores = torch.cat([score(model, x) for x in encoding.chunks(images, model)])
{told if shown.normal else ""}""".rstrip()


def curves(_view: View, shown: Shown) -> str:
    """The ROC curve of the model, and that of PCA."""
    if not shown.normal:
        return ""
    linear = shown.known > 1
    drawn = "[(baseline, 170), (roc, 0)]" if linear else "[(roc, 0)]"
    also = "; that of PCA is grey" if linear else ""
    return f"""\
# The ROC curve: how many anomalies each threshold catches, for how many false alarms.
roc = curve(scores, anomalous)
print(f"area under the ROC curve: {{roc.area:.4f}}")
{_baseline(shown) if linear else ""}
# Its picture: false alarms to the right, anomalies caught upwards, both from 0 to 1{also}.
plot = Image.new("L", (401, 401), 255)
for found, grey in {drawn}:
    x, y = 400 * found.false_alarms, 400 * (1 - found.caught)
    ImageDraw.Draw(plot).line(list(zip(x.tolist(), y.tolist())), grey, 2)
plot.save("roc.png")
print("roc.png")"""


def threshold(view: View, shown: Shown) -> str:
    """What the threshold on show tells apart."""
    if view.threshold is not None:
        chosen = f"threshold = {view.threshold!r}"
    elif shown.normal:
        chosen = "threshold = roc.proposed  # where caught minus false alarms is largest (Youden)"
    else:
        chosen = f"threshold = scores.quantile({_STRANGE}).item()  # five of a hundred score higher"
    said = 'print(f"{called.sum()} of {len(called)} images are called anomalies")'
    if shown.normal:
        said = """\
caught, false_alarms = (called & anomalous).sum(), (called & ~anomalous).sum()
print(f"{caught} of {anomalous.sum()} anomalies are caught")
print(f"{false_alarms} of {(~anomalous).sum()} normal images are false alarms")"""
    return f"""\
# One threshold: from this score on, an image is called an anomaly.
{chosen}
called = scores >= threshold
print(f"threshold: {{threshold:.4g}}")
{said}"""


def ranking(_view: View, shown: Shown) -> str:
    """The images at either end, none at both."""
    most = min(_RANKED, -(-shown.samples // 2))
    least = min(_RANKED, shown.samples - most)
    return f"""\
# The strangest images, and the least strange ones; below each what the model makes of it.
order = scores.argsort(descending=True, stable=True)
for name, chosen in [("strangest", order[:{most}]), ("least_strange", order.flip(0)[:{least}])]:
    x = images.floats(chosen)
    save(torch.cat([x, model.decode(model.encode(x).mean)]), len(chosen), f"{{name}}.png")"""


def _baseline(shown: Shown) -> str:
    fewer = f"""
known = known[torch.linspace(0, len(known) - 1, {_FITTED}).long()]  # these are enough"""
    return f"""
# The baseline: how well PCA does it, fitted to training images of the normal classes.
known = torch.isin(data.train.labels, torch.tensor(NORMAL)).nonzero().flatten()\
{fewer if shown.known > _FITTED else ""}
*_, pca = principal(data.train, known, components(len(known), data.train.pixels[0].numel()))
pca_scores = torch.cat([score(pca, x) for x in encoding.chunks(images, pca)])
baseline = curve(pca_scores, anomalous)
print(f"area under the curve of PCA: {{baseline.area:.4f}}")
"""
