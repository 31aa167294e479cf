"""The operations of `/api/v1` beyond reports and the city itself, one file a noun; `tanggap.api.v1` puts them together."""
