"""Wat er mag gebeuren: het proces als leesbaar bestand, en zuivere functies die het uitvoeren en uitleggen."""
