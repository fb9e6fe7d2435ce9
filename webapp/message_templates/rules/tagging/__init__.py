"""The tags by what they speak of; webapp/message_templates/rules/tags.py puts them together."""
