"""The only SQL of etl, one module a stretch of the pipeline."""
