"""Rules and edits on the lossless tree of a text; plans and numbers never come here."""
