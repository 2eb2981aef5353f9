"""relex inside other programs: Dask and Spark as engines of a run, a component for spaCy."""
