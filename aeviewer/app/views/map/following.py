"""How the map follows the view: which part is told of which field, and in which order."""

from PySide6.QtWidgets import QWidget

from aeviewer.app.kit.watching import watch
from aeviewer.app.views.map.content import Content
from aeviewer.app.views.map.legends import Legends
from aeviewer.app.views.map.scene import Scene
from aeviewer.app.views.map.sight import Sight
from aeviewer.session.store import Store
from aeviewer.session.view import View


class Following:
    """Tells the parts what changed for as long as the canvas lives.

    Where several fields change at once the order matters: a class that is hidden leaves the box
    that the cursor's fit is made around.
    """

    def __init__(
        self,
        store: Store,
        canvas: QWidget,
        content: Content,
        legends: Legends,
        sight: Sight,
        scene: Scene,
    ) -> None:
        self._content, self._legends, self._sight, self._scene = content, legends, sight, scene
        watch(canvas, store, sight.choose, "camera")
        watch(canvas, store, self._on_hidden, "hidden")
        watch(canvas, store, self._on_cursor, "cursor")
        watch(canvas, store, self._on_selection, "selection")
        watch(canvas, store, self._on_anchors, "anchors")
        watch(canvas, store, lambda _: scene.renew(), "layers", "trails")

    def _on_hidden(self, view: View) -> None:
        self._content.cloud.hide(view.hidden)
        self._legends.show_hidden(view)
        self._sight.follow(eased=True)

    def _on_cursor(self, _view: View) -> None:
        self._sight.follow_cursor()
        self._scene.mark()

    def _on_selection(self, _view: View) -> None:
        self._content.select()
        self._scene.renew()

    def _on_anchors(self, _view: View) -> None:
        self._sight.follow_anchors()
        self._scene.update()
