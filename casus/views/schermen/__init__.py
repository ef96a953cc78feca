"""Wat een pagina laat zien, uitgerekend uit geladen objecten: geen route, geen sessie, geen regel van het proces."""
