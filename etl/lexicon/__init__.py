"""Words as data: parties, actors, places, ceasefires, triggers, weapons, loaded from etl/data and validated."""
