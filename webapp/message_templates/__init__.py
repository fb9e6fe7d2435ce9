"""The wording of e-mails, text messages, letters and cards: gallery, editor, preview, versions."""
