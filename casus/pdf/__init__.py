"""Dossiers op papier: de voordracht aan een corporatie als PDF/A-3a en PDF/UA-1.

Deze map kent geen database en geen web: wie een dossier wil, geeft de gegevens mee. De aanroeper importeert
`voordracht` (wat erin mag), `huisstijl` (hoe de gemeente eruitziet) en `kind` (het kindproces dat tekent).
Alleen het kindproces laadt WeasyPrint.
"""
