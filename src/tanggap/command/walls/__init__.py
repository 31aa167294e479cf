"""Screens that hang in rooms for months and show a wall without anybody being signed in on them.

links     how an address opens one
actions   hang, revoke, look
queries   which there are
"""
