"""De regels van het vak: zuivere functies over objecten, zonder sessie en zonder verzoek."""
