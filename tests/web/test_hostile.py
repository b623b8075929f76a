"""Whatever things and people are called, on the page they are called so and do nothing (P27)."""

from __future__ import annotations

from playwright.sync_api import Dialog, Page, expect
from tests.shop import TEA
from tests.web.selling import has_total, paid, ready, scan, typed
from tests.web.till import Till

HOSTILE = (
    "<img src=x onerror=window.owned=1>",
    "<script>window.owned=1</script>",
    "{{7*7}} ${window.owned=1}",
    "' OR 1=1--",
    "=cmd|' /C calc'!A0",
    "../../etc/passwd",
    "javascript:window.owned=1",
    '"><svg onload=window.owned=1>',
)
BREACHES = """() => {
    window.breaches = [];
    addEventListener("securitypolicyviolation", (event) => window.breaches.push(event.violatedDirective));
}"""


def watched(page: Page, dialogs: list[str]) -> Page:
    def shut(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", shut)
    page.add_init_script(f"({BREACHES})()")
    page.reload()
    return ready(page)


def test_names_are_names_on_every_screen(till: Till) -> None:
    for number, name in enumerate(HOSTILE):
        till.shop.add_product(f"9{number:02}", name, "10")
        till.shop.receive(f"9{number:02}", "5", "10")
    dialogs: list[str] = []
    page = watched(till.open(), dialogs)
    for number, name in enumerate(HOSTILE):
        scan(page, f"9{number:02}")
        expect(page.locator(".line").nth(number)).to_contain_text(name)
    has_total(page, "₹80.00")
    page.keyboard.press("F12")
    typed(page, "100")
    paid(page, "₹20.00")
    for name in HOSTILE:
        expect(page.locator(".layer, dialog, #layers, body").first).to_contain_text(name)
    for screen in ("bills", "carts", "customers", "day", "returns"):
        page.goto(f"{till.server.url}/#/{screen}")
        page.locator("main").wait_for()
    assert page.evaluate("[window.owned, document.querySelectorAll('img[src=x]').length]") == [None, 0]
    assert page.evaluate("window.breaches") == []
    assert dialogs == []


def test_a_hostile_customer_is_a_customer(till: Till) -> None:
    dialogs: list[str] = []
    page = watched(till.open(), dialogs)
    for number, name in enumerate(HOSTILE[:4]):
        till.ask(page, "POST", "/customers", {"id": f"hostile-{number}", "name": name})
    page.goto(f"{till.server.url}/#/customers")
    for name in HOSTILE[:4]:
        expect(page.locator("main")).to_contain_text(name)
    page.goto(f"{till.server.url}/#/")
    ready(page)
    scan(page, TEA)
    assert page.evaluate("[window.owned, window.breaches.length]") == [None, 0]
    assert dialogs == []
