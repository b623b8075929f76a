"""JSON from strangers: read strictly, refused with the place of the mistake.

The problem: Python's reader takes NaN, keeps the last of two equal keys in silence, turns `1e400` into
infinity, and follows nesting until the stack ends. The choice: all of it is refused, before anything is made
of the values, together with text beyond a megabyte. What a value must look like is said by a pydantic model;
its first error becomes one refusal with the path, as in `lines[0].quantity: not a number`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from tillbook.core.errors import Refusal, Unreadable

BYTES_MAX = 1_000_000
DEPTH_MAX = 32
NUMBER_LENGTH_MAX = 40
"""Digits of a bare number; amounts are strings and never come this way."""

Model = TypeVar("Model", bound=BaseModel)


class StrictModel(BaseModel):
    """What a JSON object must look like: no other keys, nothing converted."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


def loads(text: str, *, bytes_max: int = BYTES_MAX) -> object:
    """The value that a JSON text stands for.

    Raises: Unreadable for text that is not JSON (line and column), longer than `bytes_max` or nested deeper than 32;
    a key that stands twice; NaN, Infinity and numbers beyond a double; half of a surrogate pair.
    """
    if len(text) > bytes_max or len(text.encode("utf-8", "surrogatepass")) > bytes_max:
        raise Unreadable(f"too long: JSON of at most {bytes_max // BYTES_MAX} MB is read; send it in parts")
    try:
        value: object = json.loads(
            text,
            object_pairs_hook=_object,
            parse_int=_int,
            parse_float=_float,
            parse_constant=_constant,
        )
    except json.JSONDecodeError as error:
        raise Unreadable(f"not JSON: {error.msg} at line {error.lineno}, column {error.colno}") from None
    except RecursionError:
        raise Unreadable(f"nested too deep: at most {DEPTH_MAX} levels are read") from None
    _require_plain(value)
    return value


@dataclass(frozen=True, slots=True)
class _Wrong:
    """Stands for a value that is refused: while JSON is read its place is not known yet, afterwards it is."""

    words: str


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        twice = _Wrong(f'the key "{_shown(key)}" stands twice in one object; keep one')
        found[key] = twice if key in found else value
    return found


def _int(digits: str) -> int | _Wrong:
    if len(digits) > NUMBER_LENGTH_MAX:
        return _Wrong(f"not a number; at most {NUMBER_LENGTH_MAX} digits are read")
    return int(digits)


def _float(digits: str) -> float | _Wrong:
    value = float(digits) if len(digits) <= NUMBER_LENGTH_MAX else math.inf
    if math.isinf(value):
        return _Wrong(f"{digits[:NUMBER_LENGTH_MAX]} is not a number that can be kept")
    return value


def _constant(name: str) -> _Wrong:
    return _Wrong(f"{name} is not a number")


def _require_plain(value: object) -> None:
    """Refuses, with its place, what was read as wrong, is nested too deep, or cannot be written as UTF-8."""
    level: list[tuple[object, str]] = [(value, "")]
    for _ in range(DEPTH_MAX):
        level = [inner for item, path in level for inner in _inside(item, path)]
        if not level:
            return
    for item, path in level:
        _require_sound(item, path)
        if isinstance(item, dict | list):
            raise Unreadable(f"nested too deep: at most {DEPTH_MAX} levels are read")


def _inside(item: object, path: str) -> Iterator[tuple[object, str]]:
    """The values of an object or list with their paths; none for anything else."""
    _require_sound(item, path)
    if isinstance(item, dict):
        for key, inner in item.items():
            _require_sound(key, path)
            yield inner, f"{path}.{key}" if path else key
    elif isinstance(item, list):
        for number, inner in enumerate(item):
            yield inner, f"{path}[{number}]"


def _require_sound(item: object, path: str) -> None:
    if isinstance(item, _Wrong):
        raise _at(Unreadable(item.words), _shown(path))
    if isinstance(item, str) and not item.isascii():
        try:
            item.encode()
        except UnicodeEncodeError:
            raise _at(Unreadable("half of a surrogate pair is not text"), _shown(path)) from None


def read_as(model: type[Model], value: object) -> Model:
    """The value as the model has it. Raises: Unreadable with the path of the first mistake."""
    try:
        return model.model_validate(value)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=True, include_input=False)[0]
        raise refusal_of(first, first["loc"]) from None


def refusal_of(mistake: Mapping[str, Any], parts: Sequence[int | str]) -> Refusal:
    """A mistake that pydantic found at the place `parts`, as the refusal that names it."""
    words = _words(mistake["type"], mistake.get("ctx", {}), mistake["msg"])
    return _at(Unreadable(words), path_of(parts))


def path_of(parts: Sequence[int | str]) -> str:
    """`("lines", 0, "quantity")` as `lines[0].quantity`; keys that strangers made up are shortened."""
    path = ""
    for part in parts:
        if isinstance(part, int):
            path += f"[{part}]"
        else:
            path += ("." if path else "") + _shown(part)
    return path


_WORDS = {
    "extra_forbidden": "unknown key; take it out",
    "missing": "missing",
    "string_type": 'not text; put it in quotes, as in "12.50"',
    "bool_type": "neither true nor false",
    "int_type": "not a whole number",
    "list_type": "not a list",
    "tuple_type": "not a list",
    "dict_type": "not an object",
    "model_type": "not an object",
    "model_attributes_type": "not an object",
    "string_too_short": "empty",
}


def _words(kind: str, context: dict[str, Any], message: str) -> str:
    if kind == "string_too_long":
        return f"too long; at most {context['max_length']} characters"
    if kind in ("too_long", "too_short"):
        bound = context.get("max_length", context.get("min_length"))
        return f"too {'many' if kind == 'too_long' else 'few'}; {bound} is the bound"
    if kind in ("literal_error", "enum"):
        return f"not one of {context['expected']}"
    return _WORDS.get(kind, message[:1].lower() + message[1:])


@contextmanager
def at(path: str) -> Iterator[None]:
    """Gives the refusals raised inside their place: `path`, followed by the path they already have."""
    try:
        yield
    except Refusal as refusal:
        raise _at(refusal, path) from None


def _at(refusal: Refusal, path: str) -> Refusal:
    inner = refusal.path or ""
    whole = f"{path}{'.' if path and inner and inner[0] != '[' else ''}{inner}"
    message = refusal.message
    if isinstance(refusal, Unreadable) and whole:
        # What cannot be read is said with its place, since there is no other name for it.
        message = f"{whole}: {message.removeprefix(f'{inner}: ') if inner else message}"
    return type(refusal)(message, path=whole or None)


def _shown(key: str) -> str:
    """A key as it may stand in a message: short, and never a control or a half character."""
    text = key if len(key) <= 40 else key[:39] + "…"
    return "".join(c if c.isprintable() else "?" for c in text)
