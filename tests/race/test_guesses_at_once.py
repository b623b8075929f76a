"""Many guess at a PIN at once, and get no more tries than one who guesses in a row (P26)."""

from __future__ import annotations

from tests.race.tills import Till, Tills
from tests.shop import TestShop
from tests.staff import PIN, acting, at_the_till, give_pin, take_on

from tillbook.actions.sign_in import SignInFailed
from tillbook.actions.staff import LastOwner, change_staff
from tillbook.db.statements import stored_instant
from tillbook.db.transaction import reading, transaction_of_one_action
from tillbook.ledgers import secrets, staff
from tillbook.ledgers.proving import OF_ACCOUNT_MAX, TooManyAttempts
from tillbook.queries.staff import another_active_owner, person
from tillbook.queries.verify import verify

TILLS = 4
GUESSES = 3


def guess(till: Till) -> int:
    """Wrong PINs, one after the other; how many were compared."""
    compared = 0
    for _ in range(GUESSES):
        try:
            at_the_till(till.shop, "Owner", "9381", source=f"register {till.place}")
        except SignInFailed:
            compared += 1
        except TooManyAttempts:
            continue
    return compared


def guess_with_the_counting_behind(till: Till) -> int:
    """The control: whoever counts a try only when it has failed."""
    compared = 0
    for _ in range(GUESSES):
        with reading() as tx:
            tried = tx.rows("SELECT COUNT(*) FROM sign_in_failure")[0][0]
            kept = person(tx, "Owner").pin_hash
        if tried >= OF_ACCOUNT_MAX:
            continue
        till.together()
        assert not secrets.matches(kept, "9381")
        compared += 1
        with transaction_of_one_action() as tx:
            tx.write(
                "INSERT INTO sign_in_failure (account, source, at) VALUES ('owner', 'control', ?)",
                (stored_instant(till.shop.now),),
            )
        till.together()
    return compared


def test_guesses_at_once_are_no_more_than_in_a_row(shop: TestShop) -> None:
    give_pin(shop, "Owner", PIN)

    with Tills(TILLS) as tills:
        compared = tills.at_once(shop, guess)

    assert sum(compared) == OF_ACCOUNT_MAX


def test_control_counting_behind_lets_more_through(shop: TestShop) -> None:
    give_pin(shop, "Owner", PIN)

    with Tills(TILLS) as tills:
        compared = tills.at_once(shop, guess_with_the_counting_behind)

    assert sum(compared) > OF_ACCOUNT_MAX


def demote(till: Till, names: tuple[str, ...]) -> bool:
    """One owner takes the next one's role away; whether that was done."""
    by = acting(names[till.place])
    till.together()
    try:
        change_staff(
            id=f"down-{till.place}",
            name=names[(till.place + 1) % len(names)],
            role="cashier",
            now=till.shop.now,
            by=by,
        )
    except LastOwner:
        return False
    return True


def test_owners_who_demote_each_other_at_once_leave_one(shop: TestShop) -> None:
    names = ("Owner", "Asha", "Ravi", "Meena")
    for name in names[1:]:
        take_on(shop, name, "owner")

    with Tills(TILLS) as tills:
        done = tills.at_once(shop, demote, names)

    assert sum(done) == TILLS - 1
    assert shop.owner.name in names


def demote_after_looking(till: Till, names: tuple[str, ...]) -> bool:
    """The control: whoever looks for another owner first, and writes in a transaction of its own."""
    with reading() as tx:
        below = person(tx, names[(till.place + 1) % len(names)])
        another = another_active_owner(tx, below.staff_id)
    till.together()
    if another:
        with transaction_of_one_action() as tx:
            staff.change(tx, below.staff_id, name=below.name, role="cashier", active=True)
    return another


def test_control_owners_who_look_first_leave_none(unguarded_shop: TestShop) -> None:
    names = ("Owner", "Asha", "Ravi", "Meena")
    for name in names[1:]:
        take_on(unguarded_shop, name, "owner")

    with Tills(TILLS) as tills:
        done = tills.at_once(unguarded_shop, demote_after_looking, names)

    assert sum(done) == TILLS
    with reading() as tx:
        assert "owner" in {finding.kind for finding in verify(tx).findings}
