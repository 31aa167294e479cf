"""Open data: what everybody may know of the city's reports, as files that agree with each other and with the pages.

`datasets` declare what there is, column by column; `making` writes a version of all of it from one snapshot; `anonymity` sees that rows of
sensitive categories lead to nobody; `keeping` lets old versions go and cleans those that hold what was withheld; `describing` tells
machines of it (DCAT, Croissant); `live` answers what is asked for between versions.
"""
