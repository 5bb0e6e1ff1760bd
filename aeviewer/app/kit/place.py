"""A place for a widget that is hidden and shown by others than what its page is."""

from PySide6.QtWidgets import QWidget

from aeviewer.app.kit import boxes


def placed(*widgets: QWidget) -> QWidget:
    """Put widgets into one that can be hidden whatever they want themselves."""
    place = QWidget()
    column = boxes.column(place, 0)
    for widget in widgets:
        column.addWidget(widget)
    return place
