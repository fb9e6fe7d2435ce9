"""The pages of message_templates."""

from webapp.message_templates.routes import arranging, comparing, editing, gallery
from webapp.message_templates.routes.gallery import bp
