"""Signing in and out, and the own account: second factors, sessions, language, password."""
