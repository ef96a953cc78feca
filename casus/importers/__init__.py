"""Bestanden van buiten lezen. Deze pakketten ontleden alleen: geen database, geen modellen, geen webverzoek."""
