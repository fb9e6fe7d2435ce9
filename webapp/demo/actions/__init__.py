"""Writing the demonstration clinic with its campaigns, and clearing it away."""

from webapp.demo.actions.building import PASSWORD, PEOPLE, PIN, build, clear
from webapp.demo.actions.campaigns import campaign
