"""The brief of the morning: one page of what a leader must know at six, on paper, by mail and on the screen.

`gathering` reads the numbers once · `saying` puts them into words · `mornings` makes and sends each once, late rather than never ·
`reading` is for the pages.
"""
