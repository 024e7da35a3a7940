"""Hands: fetch, store, report, send, schedule."""
