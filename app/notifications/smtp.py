"""Sending a mail over SMTP."""

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from urllib.parse import SplitResult, unquote, urlsplit

TIMEOUT = 10


class NotSent(Exception):
    """The mail was not taken; `for_good` when trying again is no use."""

    def __init__(self, reason: str, *, for_good: bool) -> None:
        super().__init__(reason)
        self.for_good = for_good


class Away(NotSent):
    """The server takes no mail at all now, so that there is no use in trying the next one."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason, for_good=False)


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail as it goes out, apart from the database."""

    sender: str
    recipient: str
    subject: str
    text: str
    html: str
    message_id: str
    language: str

    def as_message(self) -> EmailMessage:
        """Raises ValueError for line breaks where there must be none."""
        message = EmailMessage()
        message["From"] = self.sender
        message["To"] = self.recipient
        message["Subject"] = self.subject
        message["Message-ID"] = self.message_id
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(self.text)
        message.add_alternative(self.html, subtype="html")
        # Only now: what begins with Content- before would have moved into the text's part.
        message["Content-Language"] = self.language
        return message


def send(mail: Mail, url: str) -> None:
    """Hand the mail to the server of `smtp://user:password@host:port` (STARTTLS where offered) or `smtps://`.

    Raises NotSent, or Away.
    """
    try:
        message = mail.as_message()
        with _connect(urlsplit(url)) as connection:
            connection.send_message(message)
    except smtplib.SMTPRecipientsRefused as error:
        code = next(iter(error.recipients.values()))[0]
        raise NotSent(str(error), for_good=500 <= code < 600) from error
    except smtplib.SMTPResponseException as error:
        raise NotSent(
            f"{error.smtp_code} {error.smtp_error!r}", for_good=500 <= error.smtp_code < 600
        ) from error
    except smtplib.SMTPNotSupportedError as error:
        raise NotSent(str(error), for_good=True) from error
    except OSError as error:
        raise Away(f"{type(error).__name__}: {error}") from error
    except ValueError as error:
        raise NotSent(str(error), for_good=True) from error


def _connect(server: SplitResult) -> smtplib.SMTP:
    """Come as far as where mails are handed over. What goes wrong until then is no mail's fault."""
    host = server.hostname or "localhost"
    try:
        if server.scheme == "smtps":
            secure = ssl.create_default_context()
            connection: smtplib.SMTP = smtplib.SMTP_SSL(
                host, server.port or 465, timeout=TIMEOUT, context=secure
            )
        else:
            connection = smtplib.SMTP(host, server.port or 587, timeout=TIMEOUT)
    except OSError as error:
        raise Away(f"{type(error).__name__}: {error}") from error
    try:
        connection.ehlo()
        if server.scheme != "smtps" and connection.has_extn("starttls"):
            connection.starttls(context=ssl.create_default_context())
            connection.ehlo()
        if server.username:
            connection.login(unquote(server.username), unquote(server.password or ""))
    except OSError as error:
        connection.close()
        raise Away(f"{type(error).__name__}: {error}") from error
    return connection
