"""Een verzonnen half jaar in de Achterhoek: bedachte mensen, corporaties en adressen, BSN's uit de 9999-reeks."""
