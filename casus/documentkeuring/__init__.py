"""Bestanden van buiten nakijken en schoonmaken, en er bladen van tekenen (veiligheid E8).

Deze map kent geen database en geen web. Wat een bestand opent, draait in een kindproces met grenzen (`kind`); alleen
dat laadt pikepdf, Pillow en pypdfium2. De aanroeper importeert `keurmeester` en `soorten`.
"""
