"""Tables, constraints, triggers, migrations and the transaction: no rule of the shop lives here."""
