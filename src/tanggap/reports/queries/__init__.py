"""What may be read of reports: frozen rows, each made for one audience. None of them holds who reported."""
