"""E-mail, sent through the mail server that the shop names: one message, one address, bounded in time.

The server is named by `TILLBOOK_SMTP_URL`: `smtp://USER:PASSWORD@HOST:587?from=shop@example.com`, encrypted as soon
as the server offers it, or `smtps://…:465`, encrypted from the start. A password goes over an encrypted connection
alone, unless the server is this very machine.
"""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import make_msgid
from html import escape
from ipaddress import ip_address
from typing import ClassVar, Final
from urllib.parse import parse_qs, unquote, urlsplit

from tillbook.core.errors import Refusal

VARIABLE: Final = "TILLBOOK_SMTP_URL"
SECONDS_MAX: Final = 10
PORTS: Final = {"smtp": 587, "smtps": 465}
TOLD_MAX: Final = 300


class MailNotSetUp(Refusal):
    """No mail server was named; the message says how one is."""

    code: ClassVar[str] = "mail_not_set_up"


class MailRefused(Refusal):
    """The mail server will not take this message, now or later."""

    code: ClassVar[str] = "mail_refused"


class MailLater(Refusal):
    """The mail server cannot be reached or is not able to take it now."""

    code: ClassVar[str] = "mail_later"


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """Where mail is handed in, and whose it is. Its text never shows the password."""

    host: str
    port: int
    tls_from_start: bool
    sender: str
    user: str = ""
    password: str = ""

    def __repr__(self) -> str:
        return f"MailServer({self.host}:{self.port})"


def mail_server(environment: Mapping[str, str]) -> MailServer:
    """The server that the environment names.

    Raises:
        MailNotSetUp: none, or not one that can be used.
    """
    text = environment.get(VARIABLE, "").strip()
    example = f"{VARIABLE}=smtp://USER:PASSWORD@mail.example.com:587?from=shop@example.com"
    if not text:
        raise MailNotSetUp(f"No mail server is named; start the server with {example}")
    wrong = MailNotSetUp(f"{VARIABLE} does not name a mail server and a sender; write it as {example}")
    try:
        parts = urlsplit(text)
        port = parts.port or PORTS[parts.scheme]
    except (ValueError, KeyError):
        raise wrong from None
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    sender = parse_qs(parts.query).get("from", [user if "@" in user else ""])[0]
    if not parts.hostname or not _is_plain(sender):
        raise wrong
    return MailServer(
        host=parts.hostname,
        port=port,
        tls_from_start=parts.scheme == "smtps",
        sender=sender,
        user=user,
        password=password,
    )


def bill_message(*, sender: str, shop: str, to: str, subject: str, text: str) -> EmailMessage:
    """A bill as text, and as the same text in HTML, in which nothing is markup but the frame around it.

    Raises:
        MailRefused: an address or a name that cannot stand in a header.
    """
    try:
        message = EmailMessage(policy=SMTP)
        message["From"] = Address(display_name=shop, addr_spec=sender)
        message["To"] = Address(addr_spec=to)
        message["Subject"] = subject
        message["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2])
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(text, cte="quoted-printable")
        html = f'<!DOCTYPE html><html><head><meta charset="utf-8"></head><body><pre>{escape(text)}</pre></body></html>'
        message.add_alternative(html, subtype="html", cte="quoted-printable")
    except (ValueError, IndexError):
        raise MailRefused("This address cannot be written to; check it.", path="to") from None
    return message


def send(server: MailServer, message: EmailMessage) -> None:
    """Hand a message to the mail server.

    Raises:
        MailRefused: it will never be taken; MailLater: it may be taken later.
    """
    try:
        with _connected(server) as connection:
            connection.send_message(message)
    except smtplib.SMTPRecipientsRefused as error:
        code, told = next(iter(error.recipients.values()))
        raise _told(code, told) from None
    except smtplib.SMTPResponseException as error:
        raise _told(error.smtp_code, error.smtp_error) from None
    except smtplib.SMTPNotSupportedError as error:
        raise MailRefused(f"The mail server cannot take it: {str(error)[:TOLD_MAX]}") from None
    except (smtplib.SMTPException, OSError) as error:
        raise MailLater(f"The mail server {server.host} cannot be reached ({type(error).__name__}).") from None


def _connected(server: MailServer) -> smtplib.SMTP:
    trusted = ssl.create_default_context()
    if server.tls_from_start:
        connection: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=SECONDS_MAX, context=trusted)
    else:
        connection = smtplib.SMTP(server.host, server.port, timeout=SECONDS_MAX)
    try:
        connection.ehlo_or_helo_if_needed()
        secret = server.tls_from_start
        if not secret and connection.has_extn("starttls"):
            connection.starttls(context=trusted)
            connection.ehlo()
            secret = True
        if server.user:
            if not secret and not _is_this_machine(server.host):
                raise MailRefused(f"{server.host} offers no encryption, and the password is not sent without.")
            connection.login(server.user, server.password)
    except BaseException:
        connection.close()
        raise
    return connection


def _told(code: int, text: bytes | str) -> Refusal:
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    kind = MailRefused if 500 <= code < 600 else MailLater
    return kind(f"The mail server says: {code} {' '.join(words.split())}"[:TOLD_MAX])


def _is_plain(address: str) -> bool:
    local, at, domain = address.rpartition("@")
    return bool(local and at and domain) and address.isprintable() and " " not in address


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
