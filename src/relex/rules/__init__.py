"""From YAML and tables to a RuleSet, with every mistake at its place."""
