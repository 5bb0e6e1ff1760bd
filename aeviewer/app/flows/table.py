"""Which flow feeds which page."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QObject

from aeviewer.app.flows.adversary.flow import AdversaryFlow
from aeviewer.app.flows.anomaly.flow import AnomalyFlow
from aeviewer.app.flows.codebook.flow import CodebookFlow
from aeviewer.app.flows.compare.flow import CompareFlow
from aeviewer.app.flows.denoise.flow import DenoiseFlow
from aeviewer.app.flows.features.flow import FeaturesFlow
from aeviewer.app.flows.flow import Ask, Flow
from aeviewer.app.flows.mix.flow import MixFlow
from aeviewer.app.flows.traversal import TraversalFlow
from aeviewer.session.store import Store

FLOWS: Mapping[str, Callable[[Store, Any, Ask, QObject], Flow]] = {
    "denoise": DenoiseFlow,
    "anomaly": AnomalyFlow,
    "adversary": AdversaryFlow,
    "codebook": CodebookFlow,
    "traversal": TraversalFlow,
    "features": FeaturesFlow,
    "mix": MixFlow,
    "compare": CompareFlow,
}
"""By the page's name: made of the store, the page's widget, the decoder's ask, and a parent.

A flow asks for nothing while its page is not on show (the view's `page`).
"""
