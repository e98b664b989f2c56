"""Files of the user's: one way to open what is read, one to put in place what is written."""
