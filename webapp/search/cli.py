"""Mending the index by command."""

import click
from flask_babel import gettext

from webapp import db
from webapp.commands import House
from webapp.search import actions


@click.command()
@click.pass_obj
def reindex(house: House) -> None:
    """Make the index of the search box anew."""
    with house.enter():
        with db.write():
            indexed = actions.index_clients(client_ids=None)
        click.echo(gettext("Clients indexed: %(clients)s.", clients=indexed))


COMMANDS = [reindex]
