"""`POST /setup`: the first page makes the shop, its owner and its products in one founding, or nothing at all.

Whoever reaches the server first could make the shop theirs, so the one who started it proves it: by a code that
the console shows, for 15 minutes. There is no default password, and nothing to set up once there is a shop.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, ClassVar, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Router

from tillbook.actions.access import new_browser_key, pair_browser
from tillbook.actions.exchange import import_products
from tillbook.actions.found import ShopExists, Told, founding, new_shop
from tillbook.actions.staff import change_staff, set_password, set_pin
from tillbook.api.answers_access import SetUp
from tillbook.api.auth import begin_session, csrf_token, with_csrf
from tillbook.api.base import PUBLIC, answer, operation
from tillbook.api.browsers import keep_key
from tillbook.api.long_body import described, read
from tillbook.api.served import FOUNDING, home, new_id, now
from tillbook.api.session import session_json
from tillbook.api.state import shop_now
from tillbook.api.throttle import DOOR
from tillbook.core.errors import Refusal, Unreadable
from tillbook.core.office import StaffNow
from tillbook.core.rights import Actor
from tillbook.db.opening import DATABASE_NAME
from tillbook.db.transaction import ShopBusy, reading
from tillbook.formats.access_commands import SetupJson, products_of
from tillbook.formats.product_file import Rows, rows_of_seed
from tillbook.formats.seed_products import FILE_NAME, read_seed_products
from tillbook.formats.strict_json import at, read_as
from tillbook.queries.people import owner
from tillbook.queries.staff import person

BODY_BYTES_MAX: Final = 16_000_000
"""A file of products of 10 MB, and what spelling it as a JSON text adds."""
FILE_BYTES_MAX: Final = 10_000_000
REGISTER: Final = "1"

router = Router(tags=["signing in"])


class WrongCode(Refusal):
    """The first-run code is not the one that the console shows, or is too old."""

    code: ClassVar[str] = "wrong_code"


@dataclass(frozen=True, slots=True, kw_only=True)
class Products:
    """The products that a shop begins with."""

    rows: Rows
    sha256: str
    count: int


@operation(
    router,
    "POST",
    "/setup",
    right=PUBLIC,
    answers={201: SetUp},
    refuses=(507,),
    pace=DOOR,
    more=described(SetupJson),
)
def set_up(request: HttpRequest) -> HttpResponse:
    """Make the shop with its owner and its products; this browser stands at register 1 then, signed in as the owner.

    Only while there is no shop; `products` is `demo`, `none`, or `file` with the text of product_Records.json.
    """
    if not FOUNDING.acquire(blocking=False):
        raise ShopBusy("The shop is just being made; wait a moment.")
    key = new_browser_key()
    try:
        if (home() / DATABASE_NAME).exists():
            raise ShopExists("There is a shop already; sign in.")
        sent = read_as(SetupJson, read(request, bytes_max=BODY_BYTES_MAX))
        _require_code(sent.code)
        imported = _make(sent, key=key)
    finally:
        FOUNDING.release()
    with reading() as tx:
        by = owner(tx)
        found = person(tx, by.name)
    return _answer(request, by, found, key=key, imported=imported)


def _require_code(code: str) -> None:
    told, until = getattr(settings, "TILLBOOK_FIRST_RUN_CODE", ""), getattr(settings, "FIRST_RUN_UNTIL", None)
    if not told or until is None or now() > until:
        raise WrongCode("The code is more than 15 minutes old; stop the server and start it again.", path="code")
    if not hmac.compare_digest(code.strip().casefold().encode(), str(told).encode()):
        raise WrongCode("This is not the code that the server shows where it was started.", path="code")


def _make(sent: SetupJson, *, key: str) -> int:
    """Found the shop; answers how many products it has."""
    new = new_shop(
        Told(
            name=sent.name,
            currency=sent.currency,
            country=sent.country,
            timezone=sent.timezone,
            prices_include_tax=sent.prices_include_tax,
        )
    )
    products = _products(sent)
    with founding(home(), new):
        by = _owner(sent)
        if products is not None:
            import_products(
                products.rows, client_id=new_id(), file_name=FILE_NAME, file_sha256=products.sha256, now=now(), by=by
            )
        pair_browser(register=REGISTER, key=key, old_key="", now=now(), by=by)
    return 0 if products is None else products.count


def _products(sent: SetupJson) -> Products | None:
    """What was chosen, read. Raises: Unreadable, SeedFileUnreadable."""
    text = products_of(sent)
    if sent.products == "none":
        return None
    data = (files("tillbook") / "demo" / FILE_NAME).read_bytes() if text is None else text.encode()
    if len(data) > FILE_BYTES_MAX:
        raise Unreadable("file: longer than 10 MB; make the shop without it, then: tillbook import FILE", path="file")
    found = read_seed_products(data)
    return Products(rows=rows_of_seed(found), sha256=hashlib.sha256(data).hexdigest(), count=len(found))


def _owner(sent: SetupJson) -> Actor:
    """Give the owner, with whom every shop is founded, a name, a password and a PIN."""
    with reading() as tx:
        by = owner(tx)
    with at("owner"):
        name = change_staff(id=new_id(), name=by.name, new_name=sent.owner, now=now(), by=by).name
    with at("password"):
        set_password(id=new_id(), name=name, password=sent.password, now=now(), by=by)
    with at("pin"):
        set_pin(id=new_id(), name=name, pin=sent.pin, now=now(), by=by)
    with reading() as tx:
        return owner(tx)


def _answer(request: HttpRequest, by: Actor, found: StaffNow, *, key: str, imported: int) -> HttpResponse:
    begin_session(request, found, now=now())
    told: dict[str, Any] = {
        "shop": shop_now(),
        "session": {**session_json(request, by), "register": REGISTER},
        "csrf": csrf_token(request, anew=True),
        "imported": imported,
    }
    return keep_key(request, with_csrf(request, answer(told, status=201)), key)
