"""What the latents know of the classes, without having been told."""

from aeviewer.data.images import DataSet
from aeviewer.training.metrics.encoding import latents
from aeviewer.zoo.registry import Model

_NEIGHBOURS = 10


def measure(model: Model, data: DataSet, _seed: int) -> dict[str, float]:
    """Judge the latents of the test images by those of the training images, if they have labels.

    Keys: `knn10`, accuracy of 10 neighbours.
    """
    if data.train.labels is None or data.test.labels is None:
        return {}
    from sklearn.neighbors import KNeighborsClassifier

    train, test = latents(model, data.train), latents(model, data.test)
    judge = KNeighborsClassifier(min(_NEIGHBOURS, len(data.train)))
    judge.fit(train["mean"].numpy(), train["labels"].numpy())
    return {"knn10": float(judge.score(test["mean"].numpy(), test["labels"].numpy()))}
