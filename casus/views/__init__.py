"""De schermen: één module per onderwerp met een blueprint `bp`. Elke module hier wordt vanzelf aangesloten."""
