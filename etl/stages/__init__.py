"""The five verbs, one module a stretch of the pipeline; the error boundary of an item."""
