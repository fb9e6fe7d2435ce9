"""How to find a page of a long list that is ordered by the names of clients."""

_STEP = 3  # times as long as to sort a row of the list takes the way from a client to the next


def walks(end: int, found: int, clients: int) -> bool:
    """Whether to go through all clients by name until the `end` of the page is quicker than sorting all that was
    found: where many of them are in the list and the page is near."""
    return end * clients * _STEP < found * found
