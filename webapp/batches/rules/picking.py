"""How to find a page of a long list that is ordered by the names of clients."""


def walks(end: int, found: int, clients: int) -> bool:
    """Whether to go through all clients by name until the `end` of the page, instead of sorting all that was found:
    where fewer of them stand before it than there are rows to sort."""
    return end * clients < found * found
