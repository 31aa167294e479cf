"""The four criteria by which the policy is judged: a declared catalogue, told for any selection with its uncertainty, compared fairly."""
