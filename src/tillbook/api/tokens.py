"""Tokens of programs: made, listed without the token, revoked."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Router

from tillbook.actions.access import create_token, new_token, revoke_token
from tillbook.api.answers_access import TokenMade, Tokens
from tillbook.api.base import answer, nothing, operation, who
from tillbook.api.served import new_id, now
from tillbook.api.throttle import DOOR
from tillbook.core.rights import Right
from tillbook.db.transaction import reading
from tillbook.formats.access_commands import TokenJson
from tillbook.formats.access_json import token_json
from tillbook.queries.access import tokens

router = Router(tags=["programs"])


@operation(router, "GET", "/tokens", right=Right.manage_staff, answers={200: Tokens})
def get_tokens(request: HttpRequest) -> HttpResponse:
    """Every token that there is or was, by the program's name."""
    with reading() as tx:
        return answer({"tokens": [token_json(each) for each in tokens(tx)]})


@operation(router, "POST", "/tokens", right=Right.manage_staff, answers={201: TokenMade}, pace=DOOR)
def post_token(request: HttpRequest, body: TokenJson) -> HttpResponse:
    """Take on a program of a role; its token is told now and never again."""
    token = new_token()
    made = create_token(id=body.id, name=body.name, role=body.role, token=token, now=now(), by=who(request))
    return answer({"number": made.number, "name": made.name, "role": made.role, "token": token}, status=201)


@operation(router, "DELETE", "/tokens/{path:name}", right=Right.manage_staff, answers={204: None})
def delete_token(request: HttpRequest, name: str) -> HttpResponse:
    """Let a program come in no more; done again, it changes nothing."""
    revoke_token(id=new_id(), name=name, now=now(), by=who(request))
    return nothing()
