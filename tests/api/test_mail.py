"""Bills by e-mail, through a real mail server."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from tests.api.calling import Api
from tests.shop import TEA

from tillbook.actions.deliver_mail import TRIES_MAX, deliver_mail
from tillbook.outside.mail import MailNotSetUp, MailRefused, MailServer, bill_message, mail_server
from tillbook.server import worker

TO = "asha@example.com"


@dataclass
class Postbox:
    """What the mail server was given; `answer` is what it says to the next message."""

    answer: str = "250 OK"
    messages: list[EmailMessage] = field(default_factory=list)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.answer.startswith("250"):
            message = message_from_bytes(envelope.content, policy=policy.default)
            assert isinstance(message, EmailMessage)
            assert envelope.rcpt_tos == [message["To"]]
            self.messages.append(message)
        return self.answer


@pytest.fixture
def postbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[Postbox]:
    box = Postbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    monkeypatch.setenv("TILLBOOK_SMTP_URL", f"smtp://127.0.0.1:{port}?from=till@shop.example")
    yield box
    controller.stop()


def sold(api: Api) -> str:
    body = {"id": "s-1", "lines": [{"product": TEA, "quantity": "1"}], "tenders": [{"type": "cash", "amount": "95"}]}
    return str(api.post("/sales", body).json["number"]).replace("/", "%2F")


def test_a_bill_is_sent_once_and_its_address_is_not_kept(cashier: Api, postbox: Postbox) -> None:
    cashier.shop.set_product(TEA, name='<b>Darjeeling</b> & "co"')
    number = sold(cashier)
    asked = cashier.post(f"/sales/{number}/mail", {"to": " asha@EXAMPLE.com "})
    assert (asked.status, asked.json["state"], asked.json["to"]) == (202, "waits", TO)
    assert cashier.post(f"/sales/{number}/mail", {"to": TO}).json == asked.json
    worker.once()
    worker.once()
    (message,) = postbox.messages
    assert (message["To"], message["From"]) == (TO, "Corner Shop <till@shop.example>")
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    assert text is not None and html is not None
    assert "<b>Darjeeling</b>" in text.get_content()
    assert "&lt;b&gt;Darjeeling&lt;/b&gt; &amp; &quot;co&quot;" in html.get_content()
    (mail,) = cashier.get(f"/sales/{number}/mail").json["mails"]
    assert (mail["state"], mail["to"], mail["tries"], mail["problem"]) == ("sent", "", 1, "")


def test_a_mail_that_is_refused_says_why_and_the_sale_stands(cashier: Api, postbox: Postbox) -> None:
    number = sold(cashier)
    postbox.answer = "550 no such\tmailbox"
    cashier.post(f"/sales/{number}/mail", {"to": TO})
    worker.once()
    (mail,) = cashier.get(f"/sales/{number}/mail").json["mails"]
    assert (mail["state"], mail["problem"]) == ("failed", "The mail server says: 550 no such mailbox")
    assert cashier.get(f"/sales/{number}").status == 200


def test_what_fails_for_now_is_tried_again_and_not_for_ever(cashier: Api, postbox: Postbox) -> None:
    number = sold(cashier)
    cashier.post(f"/sales/{number}/mail", {"to": TO})
    nowhere = MailServer(host="127.0.0.1", port=1, tls_from_start=False, sender="a@b.example")
    now = datetime.now(UTC) + timedelta(seconds=1)
    assert deliver_mail(nowhere, now=now) == 0
    (mail,) = cashier.get(f"/sales/{number}/mail").json["mails"]
    assert (mail["state"], mail["tries"], mail["to"]) == ("waits", 1, TO)
    worker.once()
    assert postbox.messages == []
    for _ in range(TRIES_MAX):
        now += timedelta(hours=3)
        deliver_mail(nowhere, now=now)
    (mail,) = cashier.get(f"/sales/{number}/mail").json["mails"]
    assert (mail["state"], mail["tries"], mail["to"]) == ("failed", TRIES_MAX, "")


@pytest.mark.parametrize("to", ["", "asha", "a@b@c", "asha@example.com\r\nBcc: thief@example.com", "a, b@example.com"])
def test_an_address_is_one_address(cashier: Api, postbox: Postbox, to: str) -> None:
    assert cashier.post(f"/sales/{sold(cashier)}/mail", {"to": to}).json["path"] == "to"


def test_no_header_can_be_slipped_in() -> None:
    for shop, to, subject in (("a\r\nBcc: x@y.z", TO, "s"), ("a", f"{TO}\nBcc: x@y.z", "s"), ("a", TO, "s\r\nBcc: x")):
        with pytest.raises(MailRefused):
            bill_message(sender="till@shop.example", shop=shop, to=to, subject=subject, text="t")


def test_a_shop_without_a_mail_server_says_how_it_gets_one(cashier: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TILLBOOK_SMTP_URL", raising=False)
    refused = cashier.post(f"/sales/{sold(cashier)}/mail", {"to": TO})
    assert (refused.status, refused.json["code"]) == (409, "mail_not_set_up")
    assert "TILLBOOK_SMTP_URL=smtp://" in refused.json["detail"]


@pytest.mark.parametrize("url", ["http://x?from=a@b", "smtp://x", "smtp://?from=a@b", "smtp://x:99999?from=a@b", "x"])
def test_what_names_no_mail_server_is_refused(url: str) -> None:
    with pytest.raises(MailNotSetUp):
        mail_server({"TILLBOOK_SMTP_URL": url})


def test_the_password_is_in_no_text() -> None:
    server = mail_server({"TILLBOOK_SMTP_URL": "smtps://till%40shop.example:s%3Acret@mail.example"})
    assert (server.port, server.sender, server.password) == (465, "till@shop.example", "s:cret")
    assert "s:cret" not in repr(server)


def test_a_bill_that_is_not_there_is_not_sent(cashier: Api, postbox: Postbox) -> None:
    assert cashier.post("/sales/nothing/mail", {"to": TO}).status == 404
    assert cashier.get("/sales/nothing/mail").status == 404
