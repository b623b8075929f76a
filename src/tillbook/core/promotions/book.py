"""The promotions of a shop, found by what a cart holds: a thousand of them cost nothing where few can apply."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from tillbook.core.promotions.rules import Bundle, Promotion, PromotionLine, TakePay


class PromotionBook:
    """Promotions by SKU and by category; those of the bill apart. Made once, asked for every cart."""

    __slots__ = ("_bills", "_by_category", "_by_sku", "_coupon_bills", "count")

    def __init__(self, promotions: Iterable[Promotion]) -> None:
        self._by_sku: dict[str, list[Promotion]] = {}
        self._by_category: dict[str, list[Promotion]] = {}
        self._bills: list[Promotion] = []
        self._coupon_bills: dict[int, Promotion] = {}
        self.count = 0
        """How many there are."""
        for promotion in promotions:
            self.count += 1
            self._enter(promotion)

    def _enter(self, promotion: Promotion) -> None:
        rule = promotion.rule
        if isinstance(rule, Bundle):
            # One part is enough: whether the others are there is asked for the few that are found.
            self._by_sku.setdefault(rule.parts[0][0], []).append(promotion)
        elif isinstance(rule, TakePay) or rule.on is not None:
            assert rule.on is not None, "what is not off the bill speaks of products"
            for sku in rule.on.skus:
                self._by_sku.setdefault(sku, []).append(promotion)
            for category in rule.on.categories:
                self._by_category.setdefault(category, []).append(promotion)
        elif promotion.when.coupon:
            self._coupon_bills[promotion.id] = promotion
        else:
            self._bills.append(promotion)

    def relevant(self, lines: Sequence[PromotionLine], coupons: Collection[int] = ()) -> list[Promotion]:
        """The promotions that can touch these lines, in the order they were made.

        `coupons` are the ids of the promotions that a coupon was shown for; without one of its own, a promotion
        that needs a coupon is left out.
        """
        skus = {line.sku for line in lines}
        found: dict[int, Promotion] = {}
        for sku in skus:
            for promotion in self._by_sku.get(sku, ()):
                found[promotion.id] = promotion
        for category in {line.category for line in lines}:
            for promotion in self._by_category.get(category, ()):
                found[promotion.id] = promotion
        wanted = [
            promotion
            for promotion in found.values()
            if (not promotion.when.coupon or promotion.id in coupons)
            and (not isinstance(promotion.rule, Bundle) or all(sku in skus for sku, _ in promotion.rule.parts))
        ]
        wanted += self._bills
        wanted += [self._coupon_bills[number] for number in coupons if number in self._coupon_bills]
        return sorted(wanted, key=lambda promotion: promotion.id)
