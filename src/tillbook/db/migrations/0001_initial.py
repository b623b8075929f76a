"""All tables of the shop, with their constraints."""

import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="FileState",
            fields=[
                ("name", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("written_sha256", models.CharField(default="", max_length=64)),
                ("written_through", models.BigIntegerField(default=0)),
                ("intent", models.TextField(default="")),
            ],
            options={
                "db_table": "file_state",
            },
        ),
        migrations.CreateModel(
            name="JournalChain",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("name", models.CharField(max_length=8, unique=True)),
                ("head", models.CharField(max_length=64)),
                ("length", models.BigIntegerField(default=0)),
            ],
            options={
                "db_table": "journal_chain",
            },
        ),
        migrations.CreateModel(
            name="Series",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "chain",
                    models.ForeignKey(on_delete=django.db.models.deletion.RESTRICT, to="tillbook.journalchain"),
                ),
                ("kind", models.CharField(max_length=16)),
                ("fiscal_year", models.PositiveSmallIntegerField()),
                ("issued", models.BigIntegerField(default=0)),
            ],
            options={
                "db_table": "series",
                "constraints": [
                    models.UniqueConstraint(fields=("chain", "kind", "fiscal_year"), name="series_is_one_per_year"),
                    models.CheckConstraint(condition=models.Q(("issued__gte", 0)), name="series_issued_not_negative"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Staff",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("name", models.CharField(max_length=120, unique=True)),
                ("role", models.CharField(max_length=16)),
                ("active", models.BooleanField(default=True)),
            ],
            options={
                "db_table": "staff",
            },
        ),
        migrations.CreateModel(
            name="Supplier",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("name", models.CharField(max_length=200, unique=True)),
            ],
            options={
                "db_table": "supplier",
            },
        ),
        migrations.CreateModel(
            name="Posting",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("client_id", models.CharField(max_length=64, unique=True)),
                ("request_hash", models.CharField(max_length=64)),
                ("kind", models.CharField(max_length=16)),
                (
                    "series",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.RESTRICT, to="tillbook.series"
                    ),
                ),
                ("sequence", models.BigIntegerField()),
                ("number", models.CharField(max_length=16, unique=True)),
                ("at", models.DateTimeField()),
                ("business_date", models.DateField()),
                (
                    "staff",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.RESTRICT, to="tillbook.staff"
                    ),
                ),
                (
                    "supplier",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        to="tillbook.supplier",
                    ),
                ),
                ("note", models.CharField(default="", max_length=400)),
            ],
            options={
                "db_table": "posting",
                "indexes": [models.Index(fields=["business_date", "kind"], name="posting_by_day")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("sequence__gte", 1)), name="posting_sequence_from_one"),
                    models.UniqueConstraint(fields=("series", "sequence"), name="posting_number_is_one"),
                ],
            },
        ),
        migrations.CreateModel(
            name="TaxClass",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("name", models.CharField(max_length=64, unique=True)),
            ],
            options={
                "db_table": "tax_class",
            },
        ),
        migrations.CreateModel(
            name="Product",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("sku", models.CharField(max_length=64, unique=True)),
                ("name", models.CharField(max_length=200)),
                ("category", models.CharField(default="", max_length=120)),
                ("unit", models.CharField(default="pc", max_length=16)),
                ("step_milli", models.BigIntegerField(default=1000)),
                ("price", models.CharField(max_length=24)),
                (
                    "tax_class",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.RESTRICT, to="tillbook.taxclass"
                    ),
                ),
                ("short_stock", models.CharField(default="forbid", max_length=8)),
                ("reorder_point_milli", models.BigIntegerField(null=True)),
                ("archived", models.BooleanField(default=False)),
                ("seed_record", models.TextField(default="")),
            ],
            options={
                "db_table": "product",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("step_milli__gte", 1)), name="product_step_positive"),
                    models.CheckConstraint(
                        condition=models.Q(("short_stock__in", ["forbid", "warn", "allow"])),
                        name="product_short_stock_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Customer",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("code", models.CharField(max_length=64, null=True, unique=True)),
                ("name", models.CharField(max_length=200)),
                ("email", models.CharField(default="", max_length=254)),
                ("phone", models.CharField(default="", max_length=20)),
            ],
            options={
                "db_table": "customer",
                "indexes": [
                    models.Index(
                        condition=models.Q(("phone", ""), _negated=True),
                        fields=["phone"],
                        name="customer_by_phone",
                    ),
                    models.Index(
                        condition=models.Q(("email", ""), _negated=True),
                        fields=["email"],
                        name="customer_by_email",
                    ),
                    models.Index(fields=["name"], name="customer_by_name"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportBatch",
            fields=[
                (
                    "posting",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.RESTRICT,
                        primary_key=True,
                        serialize=False,
                        to="tillbook.posting",
                    ),
                ),
                ("file_name", models.CharField(max_length=255)),
                ("file_sha256", models.CharField(max_length=64)),
                ("created", models.BigIntegerField()),
                ("changed", models.BigIntegerField()),
                (
                    "undone_by",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="undoes",
                        to="tillbook.posting",
                    ),
                ),
            ],
            options={
                "db_table": "import_batch",
            },
        ),
        migrations.CreateModel(
            name="Location",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("code", models.CharField(max_length=16, unique=True)),
                ("name", models.CharField(max_length=120)),
                ("kind", models.CharField(max_length=12)),
            ],
            options={
                "db_table": "location",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["shop", "supplier", "customer", "loss", "damaged"])),
                        name="location_kind_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Register",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("code", models.CharField(max_length=4, unique=True)),
                ("name", models.CharField(max_length=120)),
                (
                    "chain",
                    models.OneToOneField(on_delete=django.db.models.deletion.RESTRICT, to="tillbook.journalchain"),
                ),
                (
                    "location",
                    models.ForeignKey(on_delete=django.db.models.deletion.RESTRICT, to="tillbook.location"),
                ),
            ],
            options={
                "db_table": "register",
            },
        ),
        migrations.CreateModel(
            name="Shift",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "register",
                    models.ForeignKey(on_delete=django.db.models.deletion.RESTRICT, to="tillbook.register"),
                ),
                (
                    "open_register",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="open_shift",
                        to="tillbook.register",
                    ),
                ),
                ("number", models.BigIntegerField()),
                ("opened_at", models.DateTimeField()),
                ("business_date", models.DateField()),
                (
                    "opened_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.RESTRICT, to="tillbook.staff"),
                ),
                ("float_minor", models.BigIntegerField()),
            ],
            options={
                "db_table": "shift",
                "constraints": [
                    models.UniqueConstraint(fields=("register", "number"), name="shift_number_is_one"),
                    models.CheckConstraint(
                        condition=models.Q(("float_minor__gte", 0)), name="shift_float_not_negative"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Sale",
            fields=[
                (
                    "posting",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.RESTRICT,
                        primary_key=True,
                        serialize=False,
                        to="tillbook.posting",
                    ),
                ),
                (
                    "register",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.RESTRICT, to="tillbook.register"
                    ),
                ),
                (
                    "shift",
                    models.ForeignKey(on_delete=django.db.models.deletion.RESTRICT, to="tillbook.shift"),
                ),
                (
                    "customer",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, to="tillbook.customer"),
                ),
                ("currency", models.CharField(max_length=3)),
                ("prices_include_tax", models.BooleanField()),
                ("tax_rounding", models.CharField(max_length=24)),
                ("rounding_mode", models.CharField(max_length=12)),
                ("cash_increment_minor", models.BigIntegerField()),
                ("discount_percent", models.CharField(max_length=24, null=True)),
                ("discount_minor", models.BigIntegerField()),
                ("net_minor", models.BigIntegerField()),
                ("tax_minor", models.BigIntegerField()),
                ("total_minor", models.BigIntegerField()),
                ("cash_rounding_minor", models.BigIntegerField()),
                ("due_minor", models.BigIntegerField()),
                ("tendered_minor", models.BigIntegerField()),
                ("change_minor", models.BigIntegerField()),
            ],
            options={
                "db_table": "sale",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "total_minor",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("net_minor"), "+", models.F("tax_minor")
                                ),
                            )
                        ),
                        name="sale_total_is_net_and_tax",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "due_minor",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("total_minor"), "+", models.F("cash_rounding_minor")
                                ),
                            )
                        ),
                        name="sale_due_is_rounded_total",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "tendered_minor",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("due_minor"), "+", models.F("change_minor")
                                ),
                            )
                        ),
                        name="sale_paid_exactly",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("change_minor__gte", 0)), name="sale_change_not_negative"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Outbox",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "posting",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.RESTRICT, to="tillbook.posting"
                    ),
                ),
                ("topic", models.CharField(max_length=16)),
            ],
            options={
                "db_table": "outbox",
            },
        ),
        migrations.CreateModel(
            name="Lot",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "product",
                    models.ForeignKey(on_delete=django.db.models.deletion.RESTRICT, to="tillbook.product"),
                ),
                ("code", models.CharField(max_length=64)),
                ("expires_on", models.DateField(null=True)),
            ],
            options={
                "db_table": "lot",
                "constraints": [models.UniqueConstraint(fields=("product", "code"), name="lot_code_is_one")],
            },
        ),
        migrations.CreateModel(
            name="Discrepancy",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "posting",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.RESTRICT, to="tillbook.posting"
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.RESTRICT, to="tillbook.product"
                    ),
                ),
                (
                    "location",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.RESTRICT, to="tillbook.location"
                    ),
                ),
                ("on_hand_milli", models.BigIntegerField()),
            ],
            options={
                "db_table": "discrepancy",
            },
        ),
        migrations.CreateModel(
            name="Barcode",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("code", models.CharField(max_length=64, unique=True)),
                (
                    "product",
                    models.ForeignKey(on_delete=django.db.models.deletion.RESTRICT, to="tillbook.product"),
                ),
                ("quantity_milli", models.BigIntegerField(default=1000)),
            ],
            options={
                "db_table": "barcode",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("quantity_milli__gte", 1)), name="barcode_quantity_positive"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CashEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "shift",
                    models.ForeignKey(on_delete=django.db.models.deletion.RESTRICT, to="tillbook.shift"),
                ),
                (
                    "posting",
                    models.ForeignKey(on_delete=django.db.models.deletion.RESTRICT, to="tillbook.posting"),
                ),
                ("kind", models.CharField(max_length=12)),
                ("amount_minor", models.BigIntegerField()),
            ],
            options={
                "db_table": "cash_entry",
            },
        ),
        migrations.CreateModel(
            name="Shop",
            fields=[
                ("id", models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ("uid", models.CharField(max_length=36)),
                ("name", models.CharField(max_length=200)),
                ("address", models.CharField(default="", max_length=400)),
                ("tax_number", models.CharField(default="", max_length=40)),
                ("currency", models.CharField(max_length=3)),
                ("country", models.CharField(default="", max_length=2)),
                ("locale", models.CharField(max_length=35)),
                ("timezone", models.CharField(max_length=64)),
                ("cut_over_hour", models.PositiveSmallIntegerField(default=0)),
                ("fiscal_year_first_month", models.PositiveSmallIntegerField(default=1)),
                ("prices_include_tax", models.BooleanField(default=False)),
                ("tax_rounding", models.CharField(default="line", max_length=24)),
                ("rounding_mode", models.CharField(default="half_up", max_length=12)),
                ("cash_increment_minor", models.BigIntegerField(default=1)),
                ("short_stock", models.CharField(default="forbid", max_length=8)),
                ("first_sale_opens_shift", models.BooleanField(default=True)),
                ("seed_files", models.BooleanField(default=True)),
                ("in_store_barcodes", models.TextField(default="")),
                ("program_version", models.CharField(max_length=32)),
            ],
            options={
                "db_table": "shop",
                "constraints": [models.CheckConstraint(condition=models.Q(("id", 1)), name="shop_is_one")],
            },
        ),
        migrations.CreateModel(
            name="Cart",
            fields=[
                ("client_id", models.CharField(max_length=64, primary_key=True, serialize=False)),
                (
                    "register",
                    models.ForeignKey(on_delete=django.db.models.deletion.RESTRICT, to="tillbook.register"),
                ),
                (
                    "staff",
                    models.ForeignKey(on_delete=django.db.models.deletion.RESTRICT, to="tillbook.staff"),
                ),
                ("content", models.TextField()),
                ("updated_at", models.DateTimeField()),
            ],
            options={
                "db_table": "cart",
            },
        ),
        migrations.CreateModel(
            name="StockLevel",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "product",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.RESTRICT, to="tillbook.product"
                    ),
                ),
                (
                    "location",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.RESTRICT, to="tillbook.location"
                    ),
                ),
                ("on_hand_milli", models.BigIntegerField(default=0)),
                ("value_minor", models.BigIntegerField(default=0)),
                ("may_go_negative", models.BooleanField(default=False)),
            ],
            options={
                "db_table": "stock_level",
                "constraints": [
                    models.UniqueConstraint(fields=("product", "location"), name="stock_level_is_one"),
                    models.CheckConstraint(
                        condition=models.Q(("on_hand_milli__gte", 0), ("may_go_negative", True), _connector="OR"),
                        name="stock_level_not_oversold",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("value_minor__gte", 0)), name="stock_level_value_not_negative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("on_hand_milli__gt", 0), ("value_minor", 0), _connector="OR"),
                        name="stock_level_nothing_is_worth_nothing",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StockMove",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "posting",
                    models.ForeignKey(on_delete=django.db.models.deletion.RESTRICT, to="tillbook.posting"),
                ),
                (
                    "product",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.RESTRICT, to="tillbook.product"
                    ),
                ),
                (
                    "lot",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        to="tillbook.lot",
                    ),
                ),
                (
                    "from_location",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="moves_out",
                        to="tillbook.location",
                    ),
                ),
                (
                    "to_location",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="moves_in",
                        to="tillbook.location",
                    ),
                ),
                ("quantity_milli", models.BigIntegerField()),
                ("cost_minor", models.BigIntegerField()),
                ("reason", models.CharField(max_length=32)),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "stock_move",
                "indexes": [models.Index(fields=["product", "at"], name="stock_move_of_product")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("quantity_milli__gte", 0)),
                        name="stock_move_quantity_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("from_location", models.F("to_location")), _negated=True),
                        name="stock_move_between_two_locations",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Tax",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "tax_class",
                    models.ForeignKey(on_delete=django.db.models.deletion.RESTRICT, to="tillbook.taxclass"),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("name", models.CharField(max_length=64)),
                ("rate", models.CharField(max_length=24, null=True)),
                ("per_unit", models.CharField(max_length=24, null=True)),
                ("compound", models.BooleanField(default=False)),
                ("included", models.BooleanField(null=True)),
                ("valid_from", models.DateField()),
                ("valid_until", models.DateField(null=True)),
            ],
            options={
                "db_table": "tax",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("per_unit__isnull", True), ("rate__isnull", False)),
                            models.Q(("per_unit__isnull", False), ("rate__isnull", True)),
                            _connector="OR",
                        ),
                        name="tax_is_rate_or_per_unit",
                    ),
                    models.UniqueConstraint(fields=("tax_class", "valid_from", "position"), name="tax_place_is_one"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "batch",
                    models.ForeignKey(on_delete=django.db.models.deletion.RESTRICT, to="tillbook.importbatch"),
                ),
                (
                    "product",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.RESTRICT, to="tillbook.product"
                    ),
                ),
                ("before", models.TextField(default="")),
                ("after", models.TextField()),
            ],
            options={
                "db_table": "import_change",
            },
        ),
        migrations.CreateModel(
            name="SaleCustomer",
            fields=[
                (
                    "sale",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.RESTRICT,
                        primary_key=True,
                        serialize=False,
                        to="tillbook.sale",
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("email", models.CharField(max_length=254)),
                ("phone", models.CharField(max_length=20)),
                ("salt", models.CharField(max_length=32)),
            ],
            options={
                "db_table": "sale_customer",
            },
        ),
        migrations.CreateModel(
            name="SaleTender",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "sale",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.RESTRICT, to="tillbook.sale"),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("type", models.CharField(max_length=16)),
                ("amount_minor", models.BigIntegerField()),
                ("reference", models.CharField(default="", max_length=64)),
            ],
            options={
                "db_table": "sale_tender",
                "constraints": [
                    models.UniqueConstraint(fields=("sale", "position"), name="sale_tender_place_is_one"),
                    models.CheckConstraint(
                        condition=models.Q(("amount_minor__gt", 0)), name="sale_tender_amount_positive"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SaleTax",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "sale",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.RESTRICT, to="tillbook.sale"),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("name", models.CharField(max_length=64)),
                ("rate", models.CharField(max_length=24, null=True)),
                ("per_unit", models.CharField(max_length=24, null=True)),
                ("base_minor", models.BigIntegerField()),
                ("amount_minor", models.BigIntegerField()),
            ],
            options={
                "db_table": "sale_tax",
                "constraints": [models.UniqueConstraint(fields=("sale", "position"), name="sale_tax_place_is_one")],
            },
        ),
        migrations.CreateModel(
            name="SaleLineTax",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "sale",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.RESTRICT, to="tillbook.sale"),
                ),
                ("line_position", models.PositiveIntegerField()),
                ("position", models.PositiveSmallIntegerField()),
                ("name", models.CharField(max_length=64)),
                ("rate", models.CharField(max_length=24, null=True)),
                ("per_unit", models.CharField(max_length=24, null=True)),
                ("compound", models.BooleanField()),
                ("included", models.BooleanField()),
                ("base_minor", models.BigIntegerField()),
                ("amount_minor", models.BigIntegerField()),
            ],
            options={
                "db_table": "sale_line_tax",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("sale", "line_position", "position"), name="sale_line_tax_place_is_one"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SaleLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "sale",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.RESTRICT, to="tillbook.sale"),
                ),
                ("position", models.PositiveIntegerField()),
                (
                    "product",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.RESTRICT, to="tillbook.product"
                    ),
                ),
                ("sku", models.CharField(max_length=64)),
                ("name", models.CharField(max_length=200)),
                ("unit", models.CharField(max_length=16)),
                ("tax_class", models.CharField(max_length=64)),
                ("quantity_milli", models.BigIntegerField()),
                ("wanted_milli", models.BigIntegerField(null=True)),
                ("unit_price", models.CharField(max_length=24)),
                ("list_price", models.CharField(max_length=24)),
                ("discount_percent", models.CharField(max_length=24, null=True)),
                ("discount_minor", models.BigIntegerField()),
                ("bill_discount_minor", models.BigIntegerField()),
                ("net_minor", models.BigIntegerField()),
                ("tax_minor", models.BigIntegerField()),
                ("gross_minor", models.BigIntegerField()),
                ("cost_minor", models.BigIntegerField()),
            ],
            options={
                "db_table": "sale_line",
                "constraints": [
                    models.UniqueConstraint(fields=("sale", "position"), name="sale_line_place_is_one"),
                    models.CheckConstraint(
                        condition=models.Q(("quantity_milli__gt", 0)), name="sale_line_quantity_positive"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "gross_minor",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("net_minor"), "+", models.F("tax_minor")
                                ),
                            )
                        ),
                        name="sale_line_gross_is_net_and_tax",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="JournalEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "chain",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        to="tillbook.journalchain",
                    ),
                ),
                ("sequence", models.BigIntegerField()),
                (
                    "posting",
                    models.ForeignKey(on_delete=django.db.models.deletion.RESTRICT, to="tillbook.posting"),
                ),
                ("text", models.TextField()),
                ("hash", models.CharField(max_length=64)),
            ],
            options={
                "db_table": "journal_entry",
                "constraints": [
                    models.UniqueConstraint(fields=("chain", "sequence"), name="journal_entry_place_is_one"),
                    models.CheckConstraint(
                        condition=models.Q(("sequence__gte", 1)), name="journal_entry_sequence_from_one"
                    ),
                ],
            },
        ),
    ]
