"""The sample mailbox: nine months in the life of an invented workshop owner.

The mails are written by hand in ``threads/*.txt`` (who: ``people.toml``; machines:
``robots.toml``); :func:`flows.sample.build.build_sample` places them in time.
"""
