"""What other staffing would change, for analysts and leaders."""
