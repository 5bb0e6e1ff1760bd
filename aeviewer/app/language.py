"""Qt's own words in the language of ours: the buttons of its dialogs, the names of keys."""

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from aeviewer.app.window import Window
from aeviewer.words import language


def speak_alike(window: Window) -> None:
    """Have Qt speak as the program does, for as long as the window lives."""
    words = QTranslator(window)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if language() != "en" and words.load(QLocale(language()), "qtbase", "_", folder):
        QCoreApplication.installTranslator(words)
