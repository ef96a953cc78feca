"""De werkwoorden van casus: één functie per handeling, met de actor erbij; niets hier legt zelf vast."""
