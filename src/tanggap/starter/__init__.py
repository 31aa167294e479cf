"""What happens before Django: where the data lies, the keys, the embedded PostgreSQL, and the processes of one city.

Imports no Django and no room, so that starting stays small and fast.
"""


class CannotStart(Exception):
    """Tanggap cannot start, or not go on. The message is for the operator: what is wrong, and what mends it."""
