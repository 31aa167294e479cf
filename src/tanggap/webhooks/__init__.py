"""Webhooks out: subscribers hear of public events by signed calls (Standard Webhooks), each once and in order."""
