"""A scan is a scan, wherever the focus is; a person's typing is not one."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page
from tests.web.selling import scan as scan_at_once

PERSON_MS = 70
"""Between the keys of a person: well above the 35 ms of a scanner."""

PRESS = """(keys) => {
  for (const key of keys) {
    const target = document.activeElement ?? document.body;
    const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });
    if (!target.dispatchEvent(event) || key.length > 1) continue;
    target.setRangeText(key, target.selectionStart, target.selectionEnd, "end");
    target.dispatchEvent(new Event("input", { bubbles: true }));
  }
}"""
"""A scanner's keys at once, whatever else the machine does."""

PUT = """async () => {
  const ui = await import("/till/js/ui.js");
  const scan = await import("/till/js/scan.js");
  const keys = await import("/till/js/keys.js");
  Object.assign(window, { scans: [], pressed: [], loose: [] });
  function Screen() {
    const [value, setValue] = ui.useState("tea");
    scan.useScan((code) => window.scans.push(code));
    keys.useKeys([["F2", "x", () => window.pressed.push("F2")], ["/", "x", () => window.pressed.push("/")]]);
    keys.useTyping((text) => window.loose.push(text));
    return ui.html`<input id="field" value=${value} onInput=${(event) => setValue(event.currentTarget.value)} />
      <select id="list"><option>1</option><option>8</option></select>
      <button id="button" onClick=${() => window.pressed.push("button")}>x</button>`;
  }
  scan.listenForScans();
  keys.listenForKeys();
  ui.render(ui.html`<${Screen} />`, document.getElementById("app"));
  await new Promise((go) => setTimeout(go, 50));
}"""


@pytest.mark.parametrize("place", ["#field", "#list", "#button", "body"])
def test_a_row_of_scans_arrives_whole_and_in_order_wherever_the_focus_is(page: Page, place: str) -> None:
    page.evaluate(PUT)
    codes = [f"8901000{number:06d}" for number in range(12)]

    page.evaluate("place => document.querySelector(place).focus()", place)
    scan_at_once(page, *codes)
    page.wait_for_timeout(150)

    assert page.evaluate("scans") == codes
    assert page.evaluate("[field.value, list.value, pressed.length, loose.length]") == ["tea", "1", 0, 0]


def test_a_scan_may_end_with_tab_or_just_stop(page: Page) -> None:
    page.evaluate(PUT)
    page.focus("#field")

    page.evaluate(PRESS, [*"A/1-2 3", "Tab"])
    page.wait_for_timeout(150)
    page.evaluate(PRESS, [*"89010000"])
    page.wait_for_timeout(150)

    assert page.evaluate("scans") == ["A/1-2 3", "89010000"]
    assert page.evaluate("[field.value, document.activeElement.id]") == ["tea", "field"]


def test_what_a_person_types_stays_typed(page: Page) -> None:
    page.evaluate(PUT)
    page.fill("#field", "")

    page.keyboard.type("green", delay=PERSON_MS)
    page.keyboard.press("Enter")
    page.wait_for_timeout(PERSON_MS)
    page.keyboard.type("tea ")
    page.wait_for_timeout(150)

    assert page.evaluate("[scans.length, field.value]") == [0, "greentea "]


def test_a_key_is_a_shortcut_only_where_nothing_is_typed_into(page: Page) -> None:
    page.evaluate(PUT)
    page.focus("#field")
    page.keyboard.type("/", delay=PERSON_MS)
    page.keyboard.press("F2")
    page.evaluate("document.activeElement.blur()")
    for key in ("/", "m"):
        page.keyboard.type(key)
        page.wait_for_timeout(120)

    assert page.evaluate("[field.value, pressed, loose]") == ["tea/", ["F2", "/"], ["m"]]
