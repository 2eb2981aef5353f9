"""Many documents: readers, tables, processes that may die, runs that can be resumed."""
