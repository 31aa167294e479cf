"""What is read of surveys: by who answers, by who makes them, and by everybody."""
