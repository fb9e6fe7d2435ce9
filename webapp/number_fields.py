"""Fields of forms for whole numbers, quantities and amounts of money, refused in words beside the field."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import IntegerField, StringField, ValidationError

from webapp import amounts, filters


class WholeField(IntegerField):
    """A whole number of at least `least`, at most `most`, with or without spaces in it; `wrong` says what is none.

    Nothing typed is what it was before; where it is `needed`, that says so.
    """

    def __init__(
        self, label: Any, *, least: int, most: int, wrong: Any = None, needed: Any = None, **options: Any
    ) -> None:
        self.wrong = wrong or from_to(least, most)
        super().__init__(label, **options)
        self.least, self.most, self.needed = least, most, needed

    def process_formdata(self, valuelist: list[Any]) -> None:
        typed = "".join("".join(valuelist[:1]).split())
        if not typed:
            self.data = None if valuelist and self.needed else self.data
            return
        number = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 8 else -1
        if not self.least <= number <= self.most:
            self.data = None
            raise ValueError(self.wrong)
        self.data = number

    def pre_validate(self, form: Any) -> None:
        if self.needed and self.data is None and not self.process_errors:
            raise ValidationError(self.needed)


def from_to(least: int, most: int) -> Any:
    return lazy_gettext("Give a number from %(least)s to %(most)s.", least=least, most=most)


def count(label: Any, least: int, most: int, **options: Any) -> WholeField:
    """A whole number that is needed."""
    return WholeField(label, least=least, most=most, needed=from_to(least, most), **options)


class NumberField(StringField):
    """A number with a comma or a point, kept as a whole number of small units; shows again what was typed."""

    data: int | None  # type: ignore[assignment]
    digits = 3
    read: Callable[[str], int] = staticmethod(amounts.thousandths)
    too_precise = lazy_gettext("Give at most three decimals")

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was typed; a sentence beside the field where it cannot be read."""
        if not valuelist:
            return
        self.data, typed = None, valuelist[0].strip()
        if not typed:
            return
        try:
            self.data = type(self).read(typed)
        except amounts.TooPrecise as error:
            raise ValueError(str(self.too_precise)) from error
        except amounts.TooLarge as error:
            raise ValueError(gettext("This number is too large")) from error
        except amounts.NotANumber as error:
            raise ValueError(self.no_number(typed)) from error

    def no_number(self, typed: str) -> str:
        """The sentence for what is no number at all."""
        return gettext("“%(typed)s” is not a quantity. For example: 1, or 0.5", typed=typed)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else filters.number(Decimal(self.data).scaleb(-self.digits), self.shown_digits())

    def shown_digits(self) -> int | None:
        """How many decimals are always written; None = as many as there are."""
        return None


class MoneyField(NumberField):
    """An amount of money, in cents."""

    digits = 2
    read = staticmethod(amounts.cents)
    too_precise = lazy_gettext("Give at most two decimals: cents are the smallest there is")

    def no_number(self, typed: str) -> str:
        """The sentence for what is no amount at all."""
        return gettext("“%(typed)s” is not an amount. For example: 12.50", typed=typed)

    def shown_digits(self) -> int | None:
        return 2
