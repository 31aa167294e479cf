"""The simulated city: reports of ninety days, made by the very actions that people use, under a clock that runs fast.

`figures` what is published of the real thing · `texts` what people write · `planning` who does what when, from a seed alone ·
`people` the staff who do it · `scenes`, `photos` the pictures they take · `playing` doing it, in one order of time.
"""
