"""Surveys under /evaluation/surveys/ for who makes them, and under /survei/ for who answers."""
