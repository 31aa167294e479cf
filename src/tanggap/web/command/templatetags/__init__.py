"""What only the templates of the command centre say."""
