"""One module per output of a report: text, json, html."""
