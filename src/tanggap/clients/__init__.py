"""Other programs: who may call the API, with which keys, for which unit, to do what (scopes), how often."""
