"""What the clinic has decided about calls."""

from webapp.clinic import actions as clinic


def count_left(*, as_reached: bool) -> None:
    """A message left is as good as a call that was answered, from now on; or it is not."""
    clinic.configure(left_is_reached=as_reached)
