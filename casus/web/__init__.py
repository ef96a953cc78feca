"""Wat elke pagina nodig heeft: sessie, actor, transactie, formulier, kopregels. Geen schermen."""
