"""The rule workbench in the browser: `relex serve`."""
