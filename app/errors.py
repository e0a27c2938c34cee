"""The errors that a person may be told about."""

from typing import Any


class ShopError(Exception):
    """A rule of the shop said no; the message is written for the person who asked.

    The message may be a lazy translation: it is read in the language of the page that shows it.
    `status` is the HTTP status with which a face answers.
    """

    status = 409

    def __init__(self, message: Any) -> None:
        super().__init__(message)
        self.message = message

    def __str__(self) -> str:
        return str(self.message)
