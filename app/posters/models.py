from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app import clock
from app.db import Model
from app.pictures.models import Picture


class Poster(Model):
    """A picture that shows a design. What it shows is in its name alone, so that no poster is known by a person's."""

    key: Mapped[str] = mapped_column(ForeignKey(Picture.key), primary_key=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
