"""``/publicar/capa/``: an agency's file becomes a layer, is described, drawn and published."""
