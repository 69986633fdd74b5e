"""Telling people what happened: on screen, by mail, by text message (thông báo).

`notify.notify(code, to=[Recipient(…)], subject=…, context={…})` in a verb or a subscriber; jobs do the rest.
"""
