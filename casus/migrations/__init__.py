"""De migraties van de database, genummerd; uitgevoerd door casus.migraties."""
