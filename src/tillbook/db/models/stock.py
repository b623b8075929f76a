"""Where goods are: locations, levels, and the moves that levels are the sum of."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class Location(models.Model):
    """A place where stock can be; supplier, customer, loss and damaged are virtual ones."""

    code = models.CharField(max_length=16, unique=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=12)

    class Meta:
        db_table = "location"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["shop", "supplier", "customer", "loss", "damaged"]),
                name="location_kind_known",
            )
        ]


class Lot(models.Model):
    """Goods of one product that expire together."""

    product = models.ForeignKey("Product", models.RESTRICT)
    code = models.CharField(max_length=64)
    expires_on = models.DateField(null=True)

    class Meta:
        db_table = "lot"
        constraints = [models.UniqueConstraint(fields=["product", "code"], name="lot_code_is_one")]


class LotLevel(models.Model):
    """How much of a lot is at a location; changed only by guarded updates, and never below 0."""

    lot = models.ForeignKey(Lot, models.RESTRICT, db_index=False)
    location = models.ForeignKey(Location, models.RESTRICT, db_index=False)
    on_hand_milli = models.BigIntegerField(default=0)

    class Meta:
        db_table = "lot_level"
        constraints = [
            models.UniqueConstraint(fields=["lot", "location"], name="lot_level_is_one"),
            models.CheckConstraint(condition=Q(on_hand_milli__gte=0), name="lot_level_not_oversold"),
        ]
        # A product that is kept in lots has had thousands of them, and holds a few.
        indexes = [
            models.Index(fields=["location", "lot"], name="lot_level_held", condition=Q(on_hand_milli__gt=0)),
        ]


class StockLevel(models.Model):
    """On hand and value of a product at a real location, changed only by guarded updates."""

    product = models.ForeignKey("Product", models.RESTRICT, db_index=False)
    location = models.ForeignKey(Location, models.RESTRICT, db_index=False)
    on_hand_milli = models.BigIntegerField(default=0)
    value_minor = models.BigIntegerField(default=0)
    may_go_negative = models.BooleanField(default=False)

    class Meta:
        db_table = "stock_level"
        constraints = [
            models.UniqueConstraint(fields=["product", "location"], name="stock_level_is_one"),
            models.CheckConstraint(
                condition=Q(on_hand_milli__gte=0) | Q(may_go_negative=True), name="stock_level_not_oversold"
            ),
            models.CheckConstraint(condition=Q(value_minor__gte=0), name="stock_level_value_not_negative"),
            models.CheckConstraint(
                condition=Q(on_hand_milli__gt=0) | Q(value_minor=0),
                name="stock_level_nothing_is_worth_nothing",
            ),
        ]


class StockMove(models.Model):
    """A quantity of one product, and its cost, from one location to another; append-only.

    A move of quantity 0 carries a cost alone: goods sold below zero are costed when they arrive.
    """

    posting = models.ForeignKey("Posting", models.RESTRICT)
    product = models.ForeignKey("Product", models.RESTRICT, db_index=False)
    lot = models.ForeignKey(Lot, models.RESTRICT, null=True, db_index=False)
    from_location = models.ForeignKey(Location, models.RESTRICT, related_name="moves_out", db_index=False)
    to_location = models.ForeignKey(Location, models.RESTRICT, related_name="moves_in", db_index=False)
    quantity_milli = models.BigIntegerField()
    cost_minor = models.BigIntegerField()
    reason = models.CharField(max_length=32)
    at = models.DateTimeField()

    class Meta:
        db_table = "stock_move"
        constraints = [
            models.CheckConstraint(condition=Q(quantity_milli__gte=0), name="stock_move_quantity_not_negative"),
            models.CheckConstraint(
                condition=~Q(from_location=F("to_location")), name="stock_move_between_two_locations"
            ),
        ]
        indexes = [models.Index(fields=["product", "at"], name="stock_move_of_product")]


class Discrepancy(models.Model):
    """A sale that took a product below zero: to be settled by a count or a receipt."""

    posting = models.ForeignKey("Posting", models.RESTRICT, db_index=False)
    product = models.ForeignKey("Product", models.RESTRICT, db_index=False)
    location = models.ForeignKey(Location, models.RESTRICT, db_index=False)
    on_hand_milli = models.BigIntegerField()

    class Meta:
        db_table = "discrepancy"


class StockCheckpoint(models.Model):
    """An instant up to which stock was summed once: a question about the past begins there."""

    at = models.DateTimeField(db_index=True)
    through_move_id = models.BigIntegerField()

    class Meta:
        db_table = "stock_checkpoint"


class StockCheckpointLevel(models.Model):
    """On hand and value of a product at a location at a checkpoint, where its moves since the last one changed them."""

    checkpoint = models.ForeignKey(StockCheckpoint, models.CASCADE, db_index=False)
    product = models.ForeignKey("Product", models.RESTRICT, db_index=False)
    location = models.ForeignKey(Location, models.RESTRICT, db_index=False)
    on_hand_milli = models.BigIntegerField()
    value_minor = models.BigIntegerField()

    class Meta:
        db_table = "stock_checkpoint_level"
        constraints = [
            models.UniqueConstraint(fields=["product", "location", "checkpoint"], name="stock_checkpoint_level_is_one")
        ]
