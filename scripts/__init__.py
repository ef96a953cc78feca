"""Gereedschap van de broncode zelf; maakt geen deel uit van een geïnstalleerde casus."""
