"""`relance password`: for whoever is locked out."""

import click
from flask_babel import gettext

from webapp import clock, text
from webapp.commands import House, Refused, at_a_terminal
from webapp.staff import actions, forms, queries


@click.command()
@click.argument("login")
@click.option("--password", help="The new password; asked for unless given here.")
@click.pass_obj
def password(house: House, login: str, password: str | None) -> None:
    """Give LOGIN a new password, from the server itself."""
    with house.enter():
        member = queries.someone(text.slug(login))
        if member is None:
            known = ", ".join(one.login for one in queries.members())
            raise Refused(
                gettext("Nobody has the user name %(login)s. Known: %(known)s.", login=login, known=known or "-")
            )
        if not member.active:
            raise Refused(gettext("%(name)s no longer works here. A manager can change that.", name=member.name))
        if password is None:
            if not at_a_terminal():
                raise Refused(gettext("Give the new password with --password."))
            password = click.prompt(gettext("New password"), hide_input=True, confirmation_prompt=True)
        fault = forms.password_fault(password, (member.name, member.login))
        if fault:
            raise Refused(fault)
        actions.set_password(member=member, password=password, now=clock.now(), forget_pin=True)
        click.echo(gettext("%(name)s has a new password, no PIN, and is signed out everywhere.", name=member.name))


COMMANDS = [password]
