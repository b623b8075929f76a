def test_try(till):
    page = till.open("day")
    page.wait_for_timeout(1500)
    page.screenshot(path="/tmp/wd/day.png")
