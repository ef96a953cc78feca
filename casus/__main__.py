"""`python -m casus`: dezelfde opdrachtregel als `casus`."""

from casus.cli import main

main()
