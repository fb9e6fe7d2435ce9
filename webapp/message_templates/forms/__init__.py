"""What a person types about templates."""

from webapp.message_templates.forms.blocks import BlocksForm
from webapp.message_templates.forms.greeting import GreetingForm
from webapp.message_templates.forms.sentences import said
from webapp.message_templates.forms.template import TemplateForm
