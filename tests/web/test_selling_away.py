"""The till when an answer is lost, the server is away, the page is loaded again or another window has the cart."""

from __future__ import annotations

from playwright.sync_api import Route, expect
from tests.shop import OIL, TEA
from tests.web.selling import has_line, has_total, line, paid, ready, sales, scan, typed
from tests.web.till import CASHIER, Till, must_be_accessible


def test_loading_again_keeps_the_cart(till: Till) -> None:
    page = ready(till.open(who=CASHIER))
    typed(page, "2*101")
    has_total(page, "₹190.00")
    page.reload()
    has_line(page, "Darjeeling", "2", "₹190.00")
    scan(page, OIL)
    has_total(page, "₹370.50")
    page.keyboard.press("F12")
    page.locator(".pay-exact").click()
    paid(page, "₹370.50")
    page.reload()
    ready(page)
    expect(page.locator(".line")).to_have_count(0)
    assert sales(till) == 1


def test_a_lost_answer_posts_once(till: Till) -> None:
    page = ready(till.open(who=CASHIER))
    scan(page, TEA)
    has_total(page, "₹95.00")
    lost: list[str] = []

    def lose(route: Route) -> None:
        """The server posts it; its answer does not come."""
        lost.append(route.request.post_data or "")
        if len(lost) <= 2:
            route.fetch()
            route.abort()
        else:
            route.continue_()

    page.route("**/api/v1/sales", lose)
    page.keyboard.press("F12")
    page.locator(".pay-exact").click()
    expect(page.locator(".pay-waiting")).to_contain_text("Not sure yet")
    expect(page.locator(".bill")).to_have_count(0)
    must_be_accessible(page)
    till.picture(page, "selling-unsure")
    paid(page, "₹95.00")
    assert len(lost) >= 3
    assert len(set(lost)) == 1
    assert sales(till) == 1
    assert till.shop.on_hand(TEA)[0] == 9_000


def test_loading_again_while_it_is_unsure_posts_once(till: Till) -> None:
    page = ready(till.open(who=CASHIER))
    scan(page, TEA)
    has_total(page, "₹95.00")

    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route("**/api/v1/sales", lose)
    page.keyboard.press("F12")
    page.locator(".pay-exact").click()
    expect(page.locator(".pay-waiting")).to_contain_text("Not sure yet")
    page.unroute("**/api/v1/sales")
    page.reload()
    paid(page, "₹95.00")
    assert sales(till) == 1


def test_the_cart_goes_on_while_the_server_is_away(till: Till) -> None:
    page = ready(till.open(who=CASHIER))
    scan(page, TEA)
    has_total(page, "₹95.00")
    page.route("**/api/v1/**", lambda route: route.abort())
    scan(page, TEA)
    expect(line(page, "Darjeeling").locator(".step-figure")).to_have_text("2")
    expect(page.locator(".connection")).to_contain_text("does not answer")
    scan(page, OIL)
    expect(page.locator(".toast")).to_contain_text("103 was not added")
    page.keyboard.press("F12")
    expect(page.locator(".pay")).to_have_count(0)
    till.picture(page, "selling-away")
    page.reload()
    page.unroute("**/api/v1/**")
    has_line(page, "Darjeeling", "2", "₹190.00")
    expect(page.locator(".connection .banner")).to_have_count(0)


def test_what_the_server_refuses_keeps_the_cart(till: Till) -> None:
    page = ready(till.open(who=CASHIER))
    typed(page, "2*101")
    has_total(page, "₹190.00")
    page.keyboard.press("F12")
    page.locator(".pay").wait_for()
    till.shop.adjust(TEA, "-9")
    page.locator(".pay-exact").click()
    expect(page.locator(".pay")).to_contain_text("Only 1")
    assert sales(till) == 0
    expect(page.locator(".pay-exact")).to_be_enabled()
    page.keyboard.press("Escape")
    line(page, "Darjeeling").get_by_role("button", name="Sell 1").click()
    has_total(page, "₹95.00")


def test_another_window_changed_the_cart(till: Till) -> None:
    page = ready(till.open(who=CASHIER))
    scan(page, TEA)
    has_total(page, "₹95.00")
    cart = till.ask(page, "GET", "/carts")["carts"][0]["id"]
    other = page.context.new_page()
    other.goto(till.server.url)
    ready(other)
    answer = other.evaluate(
        """async (id) => {
            const state = await (await fetch("/api/v1/state")).json();
            const seen = await (await fetch(`/api/v1/carts/${id}`)).json();
            const lines = [{product: "101", quantity: "1"}, {product: "103", quantity: "2"}];
            const headers = {"Content-Type": "application/json", "X-CSRFToken": state.csrf,
                "If-Match": `"${seen.revision}"`};
            const body = JSON.stringify({lines});
            return (await fetch(`/api/v1/carts/${id}`, {method: "PUT", body, headers})).status;
        }""",
        cart,
    )
    assert answer == 200
    scan(page, TEA)
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Mustard oil")
    expect(dialog).to_contain_text("Darjeeling")
    must_be_accessible(page)
    till.picture(page, "selling-two-windows")
    dialog.get_by_role("button", name="Both together").click()
    expect(line(page, "Darjeeling")).to_be_visible()
    has_line(page, "Mustard oil", "2", "₹361.00")


def test_a_lost_answer_of_the_cart_is_no_conflict(till: Till) -> None:
    page = ready(till.open(who=CASHIER))
    scan(page, TEA)
    has_total(page, "₹95.00")
    lost: list[Route] = []

    def lose(route: Route) -> None:
        if not lost:
            lost.append(route)
            route.fetch()
            route.abort()
        else:
            route.continue_()

    page.route("**/api/v1/carts/*", lose)
    scan(page, TEA)
    has_total(page, "₹190.00")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_voided_line_and_cart_come_back(till: Till) -> None:
    page = ready(till.open(who=CASHIER))
    scan(page, TEA)
    scan(page, OIL)
    has_total(page, "₹275.50")
    page.keyboard.press("Delete")
    has_total(page, "₹95.00")
    page.get_by_role("button", name="Undo").click()
    has_total(page, "₹275.50")
    page.get_by_role("button", name="Void the whole cart").click()
    expect(page.locator(".line")).to_have_count(0)
    page.locator(".toast").filter(has_text="The cart was voided").get_by_role("button", name="Undo").click()
    has_total(page, "₹275.50")


def test_hold_and_recall(till: Till) -> None:
    page = ready(till.open(who=CASHIER))
    scan(page, TEA)
    has_total(page, "₹95.00")
    page.keyboard.press("F6")
    page.get_by_role("dialog").wait_for()
    typed(page, "blue jacket")
    expect(page.locator(".line")).to_have_count(0)
    page.get_by_role("button", name="Recall").click()
    has_line(page, "Darjeeling", "1", "₹95.00")


def test_two_hundred_lines_draw_only_what_changed(till: Till) -> None:
    for number in range(200):
        till.shop.add_product(f"9{number:03}", f"Thing {number}", "10.00", short_stock="allow")
    page = ready(till.open(who=CASHIER))
    scan(page, *[f"9{number:03}" for number in range(200)])
    has_total(page, "₹2,000.00")
    expect(page.locator(".line")).to_have_count(200)
    page.evaluate(
        """() => {
            window.touched = new Set();
            new MutationObserver((all) => all.forEach((each) => {
                const line = (each.target.nodeType === 1 ? each.target : each.target.parentElement)?.closest(".line");
                if (line) window.touched.add(line);
            })).observe(document.querySelector(".lines"),
                {subtree: true, childList: true, attributes: true, characterData: true});
        }"""
    )
    scan(page, "9100")
    has_total(page, "₹2,010.00")
    assert page.evaluate("window.touched.size") <= 3
