"""What each command of `rapport` does, as a person sees it: words, tables, exit status."""
