"""Signing in with OAuth 2.0: who may read this mailbox, without a password of anybody's."""
