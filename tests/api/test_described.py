"""schemathesis makes requests up from the API's own description: no 5xx, and no answer that it does not have."""

from __future__ import annotations

import os
from typing import Any

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from tests.api.calling import Api
from tests.shop import TEA

from tillbook.api.throttle import BUCKETS

SEED = int(os.environ.get("TILLBOOK_SEED", "20261122"))
EXAMPLES = int(os.environ.get("TILLBOOK_EXAMPLES", "4"))
"""Requests for each operation; more of them by TILLBOOK_EXAMPLES."""

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


@pytest.mark.filterwarnings("ignore")  # what others make of our description is theirs
def test_every_answer_is_a_described_one(api: Api) -> None:
    print(f"seed {SEED}: TILLBOOK_SEED={SEED} repeats this run")
    api.shop.receive(TEA, "5")
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", WSGIHandler())
    wrong: list[str] = []
    for each in schema.get_all_operations():
        operation: Any = each.ok()  # type: ignore[union-attr]  # our own description can be read
        problem = first_mistake(operation, api.token)
        if problem:
            wrong.append(f"{operation.method.upper()} {operation.path}: {problem}")
    assert not wrong, "\n\n".join(wrong)


def first_mistake(operation: Any, token: str) -> str:
    """What an operation answers that it should not; "" where nothing was found."""

    @seed(SEED)
    @settings(
        max_examples=EXAMPLES,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def run(case: Any) -> None:
        BUCKETS.forget()
        answer = case.call(headers={"Authorization": f"Bearer {token}"})
        case.validate_response(answer, checks=CHECKS)

    try:
        run()
    except BaseException as mistake:  # hypothesis may group several
        if isinstance(mistake, KeyboardInterrupt):
            raise
        return str(mistake)[:1500]
    return ""
