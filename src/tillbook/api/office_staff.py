"""Who works here and what they may do; the registers that they stand at."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Router

from tillbook.actions.registers import Changed, add_register, change_register
from tillbook.actions.staff import PersonPosted, add_staff, change_staff, set_password, set_pin, set_role
from tillbook.api import answers_office as said
from tillbook.api.base import answer, operation, who
from tillbook.api.served import now
from tillbook.core.rights import Right
from tillbook.db.transaction import reading
from tillbook.formats.office_commands import (
    NewRegisterJson,
    NewStaffJson,
    PasswordJson,
    PinJson,
    RegisterChangeJson,
    RoleJson,
    StaffChangeJson,
    read_limits,
    read_rights,
)
from tillbook.formats.office_json import role_json, staff_json
from tillbook.queries.staff import all_staff, roles
from tillbook.queries.till import settings

router = Router(tags=["the office"])


@operation(router, "GET", "/staff", right=Right.see_staff, answers={200: said.Everybody})
def get_staff(request: HttpRequest) -> HttpResponse:
    """Everybody who works or worked here, by name."""
    with reading() as tx:
        return answer({"staff": [staff_json(each) for each in all_staff(tx)]})


@operation(router, "POST", "/staff", right=Right.manage_staff, answers={201: said.PersonPosted, 200: said.PersonPosted})
def post_staff(request: HttpRequest, body: NewStaffJson) -> HttpResponse:
    """Take on a person, who signs in once there is a password or a PIN."""
    return _person(add_staff(id=body.id, name=body.name, role=body.role, now=now(), by=who(request)), status=201)


@operation(router, "PATCH", "/staff/{name}", right=Right.manage_staff, answers={200: said.PersonPosted})
def patch_staff(request: HttpRequest, name: str, body: StaffChangeJson) -> HttpResponse:
    """Rename a person, give another role, or let them sign in no more, or again."""
    done = change_staff(
        id=body.id,
        name=name,
        new_name=body.name,
        role=body.role,
        active=body.active,
        now=now(),
        by=who(request),
    )
    return _person(done)


@operation(router, "PUT", "/staff/{name}/password", right=Right.manage_staff, answers={200: said.PersonPosted})
def put_password(request: HttpRequest, name: str, body: PasswordJson) -> HttpResponse:
    """Give a person a password; their sessions end."""
    return _person(set_password(id=body.id, name=name, password=body.password, now=now(), by=who(request)))


@operation(router, "PUT", "/staff/{name}/pin", right=Right.manage_staff, answers={200: said.PersonPosted})
def put_pin(request: HttpRequest, name: str, body: PinJson) -> HttpResponse:
    """Give a person a PIN for the till; their sessions end."""
    return _person(set_pin(id=body.id, name=name, pin=body.pin, now=now(), by=who(request)))


@operation(router, "GET", "/roles", right=Right.see_staff, answers={200: said.Roles})
def get_roles(request: HttpRequest) -> HttpResponse:
    """Every role with its rights, and how far it goes alone."""
    with reading() as tx:
        currency = settings(tx).currency
        return answer({"roles": [role_json(each, currency) for each in roles(tx)]})


@operation(router, "PUT", "/roles/{name}", right=Right.manage_staff, answers={200: said.RolePosted})
def put_role(request: HttpRequest, name: str, body: RoleJson) -> HttpResponse:
    """Make a role of the shop's own, or change it; of a role that every shop has, how far it goes alone."""
    with reading() as tx:
        currency = settings(tx).currency
    done = set_role(
        id=body.id,
        name=name,
        rights=read_rights(body),
        limits=read_limits(body, currency=currency),
        now=now(),
        by=who(request),
    )
    return answer({"number": done.number or None, **role_json(done.role, currency)})


@operation(
    router,
    "POST",
    "/registers",
    right=Right.manage_registers,
    answers={201: said.RegisterPosted, 200: said.RegisterPosted},
)
def post_register(request: HttpRequest, body: NewRegisterJson) -> HttpResponse:
    """Add a register: a drawer of its own, numbers of its own, a journal of its own."""
    done = add_register(
        id=body.id, code=body.register_code, name=body.name, printer=body.printer, now=now(), by=who(request)
    )
    return _register(done, status=200 if done.repeated else 201)


@operation(router, "PATCH", "/registers/{code}", right=Right.manage_registers, answers={200: said.RegisterPosted})
def patch_register(request: HttpRequest, code: str, body: RegisterChangeJson) -> HttpResponse:
    """Give a register another name or printer."""
    done = change_register(id=body.id, code=code, name=body.name, printer=body.printer, now=now(), by=who(request))
    return _register(done)


def _person(done: PersonPosted, *, status: int = 200) -> HttpResponse:
    told = {"number": done.number or None, "name": done.name, "role": done.role, "active": done.active}
    return answer(told, status=200 if done.repeated else status)


def _register(done: Changed, *, status: int = 200) -> HttpResponse:
    told = {"number": done.number or None, "register": done.register, "name": done.name, "printer": done.printer}
    return answer(told, status=status)
