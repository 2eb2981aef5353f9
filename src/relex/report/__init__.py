"""A report of a run: its tables counted, drawn, and traced back to the sentences (the extra ``relex[report]``)."""
