"""De teksten van brieven: de soorten met hun velden, de taal van de sjablonen, en de sjablonen zelf.

Deze map kent geen database, geen web en geen papier. `soorten` zegt wat er in welke brief mag, `taal` keurt een
sjabloon en maakt er blokken van, `voorbeeld` heeft verzonnen gegevens om een sjabloon mee te proberen.
"""
