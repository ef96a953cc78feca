"""De uitbreidingen van Flask, één keer gemaakt en in `create_app` aan de toepassing verbonden."""

from __future__ import annotations

from typing import cast

from flask import current_app
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager
from flask_wtf import CSRFProtect

from casus.config import Instellingen
from casus.db import Database
from casus.documentkeuring.keurmeester import Keurmeester
from casus.documentkeuring.voorbeelden import Voorbeelden
from casus.pdf.kind import Renderer
from casus.sleutels import Sleutelbos

login = LoginManager()
csrf = CSRFProtect()
limiter = Limiter(get_remote_address, headers_enabled=False, strategy="moving-window")


def database() -> Database:
    """De verbindingen van deze toepassing."""
    return cast(Database, current_app.extensions["casus.database"])


def sleutelbos() -> Sleutelbos:
    """De geheimen van deze toepassing."""
    return cast(Sleutelbos, current_app.extensions["casus.sleutelbos"])


def renderer() -> Renderer:
    """De tekenaar van PDF's van dit proces; het kindproces start bij het eerste dossier."""
    return cast(Renderer, current_app.extensions["casus.renderer"])


def keurmeester() -> Keurmeester:
    """Wie in dit proces vreemde bestanden nakijkt."""
    return cast(Keurmeester, current_app.extensions["casus.keurmeester"])


def voorbeelden() -> Voorbeelden:
    """De getekende bladen van documenten."""
    return cast(Voorbeelden, current_app.extensions["casus.voorbeelden"])


def instellingen() -> Instellingen:
    """De instellingen van deze toepassing."""
    return cast(Instellingen, current_app.extensions["casus.instellingen"])
