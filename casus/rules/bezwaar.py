"""De termijnen van een bezwaar, en wie het mag behandelen (Awb hoofdstuk 6 en 7). Zuiver: geen database, geen klok.

De beslistermijn van art. 7:10 is zes weken, met een adviescommissie twaalf, vanaf de dag na het einde van de
bezwaartermijn (lid 1). Zij staat stil zolang de indiener een verzuim herstelt (lid 2), is hooguit zes weken te verdagen
(lid 3) en met instemming nog verder uit te stellen (lid 4). Laat de wet twee lezingen toe, dan telt de vroegste dag.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal
from uuid import UUID

from casus.errors import VeldFout
from casus.models import Besluit, Bezwaar
from casus.rules.mandaten import BEZWAAR
from casus.termijnen import Duur, dag_kort, wettelijk_einde
from casus.vocab import meervoud

BESLISWEKEN: Final = 6
COMMISSIEWEKEN: Final = 12
VERDAGINGSWEKEN: Final = 6
POSTDAGEN: Final = 7
"""Wat voor het einde is gepost, mag een week later binnenkomen (art. 6:9 lid 2)."""
LANGSTE_STILSTAND: Final = 183
"""Zoveel dagen hooguit om een verzuim te herstellen; langer is geen redelijke termijn meer."""
UITKOMSTEN: Final = ("gegrond", "ongegrond", "niet_ontvankelijk")
UITSTELGRONDEN: Final = {
    "allen": "Alle belanghebbenden stemmen in (onder a)",
    "indiener": "De indiener stemt in en niemand anders wordt geschaad (onder b)",
    "voorschrift": "Een wettelijk voorschrift over de procedure maakt het nodig (onder c)",
}
"""Art. 7:10 lid 4."""
_BRIEF_IS_HET_VERZOEK = "De brief met het verzoek gaat vandaag weg. Vul vandaag in, of kies dat u er al om vroeg."
Staat = Literal["loopt", "stil", "te_laat", "klaar"]


@dataclass(frozen=True, slots=True)
class Termijn:
    """Waarvan de laatste dag afhangt. `bezwaar_tot` is de laatste dag om bezwaar te maken, `stil` is in dagen."""

    bezwaar_tot: date
    commissie: bool = False
    verdaagd_weken: int = 0
    stil: int = 0
    uitstel_tot: date | None = None

    @property
    def weken(self) -> int:
        """De beslistermijn van lid 1."""
        return COMMISSIEWEKEN if self.commissie else BESLISWEKEN


def laatste_dag(t: Termijn) -> date:
    """De laatste dag om op het bezwaar te beslissen.

    Verdaging hoort bij de duur: boven twaalf weken samen verschuift de Algemene termijnenwet het einde niet meer
    (art. 4). Een dag die met instemming is afgesproken, geldt zoals hij is afgesproken.
    """
    einde = wettelijk_einde(t.bezwaar_tot, Duur(t.weken + t.verdaagd_weken, "weken"), t.stil)
    return einde if t.uitstel_tot is None else max(einde, t.uitstel_tot)


def stilstand(bezwaar_tot: date, verzocht: date, tot: date, hersteld: date | None = None) -> int:
    """Hoeveel dagen de termijn stilstond door een verzoek om herstel op `verzocht` met een termijn tot en met `tot`.

    Vanaf de dag na het verzoek tot de dag van het herstel, of tot en met `tot` als herstel uitbleef (lid 2). Wat nog
    voor het begin van de beslistermijn valt, telt niet.
    """
    laatste = tot if hersteld is None or hersteld > tot else hersteld - timedelta(days=1)
    return max((laatste - max(verzocht, bezwaar_tot)).days, 0)


def einde_stilstand(verzocht: date, tot: date, hersteld: date) -> date:
    """De laatste dag waarop de termijn stilstond door een verzoek dat op `hersteld` is afgesloten."""
    return max(min(tot, hersteld - timedelta(days=1)), verzocht)


def van(bezwaar: Bezwaar, bezwaar_tot: date) -> Termijn:
    """De termijn van een bezwaar zoals die nu is; lopende stilstand telt tot en met haar laatste dag."""
    stil = bezwaar.opgeschort_dagen
    if bezwaar.opgeschort_sinds is not None and bezwaar.opgeschort_tot is not None:
        stil += stilstand(bezwaar_tot, bezwaar.opgeschort_sinds, bezwaar.opgeschort_tot)
    return Termijn(bezwaar_tot, bezwaar.commissie, bezwaar.verdaagd_weken, stil, bezwaar.uitstel_tot)


def staat(bezwaar: Bezwaar, op: date, dag: date | None = None) -> Staat:
    """Hoe het bezwaar er op een dag voor staat. `dag` is de laatste dag als die niet bij het bezwaar is bewaard."""
    if bezwaar.status != "ontvangen":
        return "klaar"
    uiterlijk = bezwaar.beslis_uiterlijk or dag
    if uiterlijk is not None and uiterlijk < op:
        return "te_laat"
    stil_tot = bezwaar.opgeschort_tot if bezwaar.opgeschort_sinds is not None else None
    return "stil" if stil_tot is not None and stil_tot >= op else "loopt"


def dagen_te_laat(ontvangen: date, bezwaar_tot: date, gepost: date | None = None) -> int:
    """Hoeveel dagen het bezwaarschrift te laat is; 0 als het op tijd is, ook door de post (art. 6:9)."""
    dagen = max((ontvangen - bezwaar_tot).days, 0)
    op_tijd_gepost = gepost is not None and gepost <= bezwaar_tot and dagen <= POSTDAGEN
    return 0 if op_tijd_gepost else dagen


def uitleg(t: Termijn, op: date) -> Iterator[str]:
    """Hoe de laatste dag is berekend, stap voor stap."""
    wat = "met een adviescommissie" if t.commissie else "zonder adviescommissie"
    loopt = "loopt" if op <= t.bezwaar_tot else "liep"
    yield f"De bezwaartermijn {loopt} tot en met {dag_kort(t.bezwaar_tot, op)}."
    dag = laatste_dag(Termijn(t.bezwaar_tot, t.commissie))
    yield f"{t.weken} weken erna ({wat}, lid 1): {dag_kort(dag, op)}."
    if t.verdaagd_weken:
        dag = laatste_dag(Termijn(t.bezwaar_tot, t.commissie, t.verdaagd_weken))
        yield f"{meervoud(t.verdaagd_weken, 'week', 'weken')} verdaagd (lid 3): {dag_kort(dag, op)}."
    if t.stil:
        dag = laatste_dag(Termijn(t.bezwaar_tot, t.commissie, t.verdaagd_weken, t.stil))
        yield f"{meervoud(t.stil, 'dag', 'dagen')} stilstand voor herstel (lid 2): {dag_kort(dag, op)}."
    if t.uitstel_tot is not None:
        yield f"Met instemming uitgesteld (lid 4): {dag_kort(laatste_dag(t), op)}."


def briefuitkomst(besluit: Besluit) -> str:
    """Welke brief bij een genomen besluit hoort: ‘toegekend’ of ‘afgewezen’, of leeg als er geen brief uitgaat.

    Bij een beslissing op bezwaar is dat wat de indiener krijgt, niet of het voorstel werd overgenomen: alleen een
    gegrond bezwaar geeft hem gelijk, en na een afgewezen voorstel is er nog niets beslist.
    """
    uitkomst = besluit.gegevens.get("bezwaar_uitkomst") if besluit.soort == BEZWAAR else None
    if not uitkomst:
        return besluit.status
    if besluit.status != "toegekend":
        return ""
    return "toegekend" if uitkomst == "gegrond" else "afgewezen"


# Wat er mis is met wat iemand wil


def verdaag_fouten(weken: int, reden: str, al: int) -> list[VeldFout]:
    """Verdagen: samen hooguit zes weken, met een reden (lid 3)."""
    over, fouten = VERDAGINGSWEKEN - al, []
    if not over:
        fouten.append(VeldFout("weken", "De beslissing is al zes weken verdaagd. Verder kan alleen met instemming."))
    elif not 1 <= weken <= over:
        fouten.append(VeldFout("weken", f"Kies een aantal weken van 1 tot en met {over} (Awb art. 7:10 lid 3)."))
    return fouten + _reden(reden, "Schrijf op waarom de beslissing langer duurt. Het komt in de brief.")


def uitstel_fouten(tot: date | None, grond: str, reden: str, nu_tot: date) -> list[VeldFout]:
    """Verder uitstel: op een van de gronden van lid 4, tot een dag na de laatste dag van nu."""
    fouten = []
    if tot is None or not nu_tot < tot <= nu_tot + timedelta(days=366):
        fouten.append(VeldFout("uitstel_tot", f"Kies een dag na {nu_tot:%d-%m-%Y}, binnen een jaar."))
    if grond not in UITSTELGRONDEN:
        fouten.append(VeldFout("grond", "Kies waarom verder uitstel mag (Awb art. 7:10 lid 4)."))
    return fouten + _reden(reden, "Schrijf op wie heeft ingestemd en wanneer, of om welk voorschrift het gaat.")


def opschort_fouten(
    verzocht: date | None,
    tot: date | None,
    reden: str,
    ontvangen: date,
    op: date,
    stil_tot: date | None = None,
    *,
    brief: bool = False,
) -> list[VeldFout]:
    """Opschorten: het verzoek om herstel is gedaan, en er is een dag waarop het herstel er moet zijn (art. 6:6).

    `stil_tot` is de laatste dag van de vorige stilstand: een dag telt maar één keer. Met `brief` is de brief van
    vandaag het verzoek.
    """
    fouten = []
    if verzocht is None or not ontvangen <= verzocht <= op:
        fouten.append(VeldFout("verzocht_op", "Vul in wanneer u om herstel vroeg: na de ontvangst en niet na vandaag."))
    elif brief and verzocht != op:
        fouten.append(VeldFout("verzocht_op", _BRIEF_IS_HET_VERZOEK))
    elif stil_tot is not None and verzocht < stil_tot:
        zin = f"De termijn stond al stil tot en met {stil_tot:%d-%m-%Y}. Vul die dag in, of een dag erna."
        fouten.append(VeldFout("verzocht_op", zin))
    elif tot is None or not verzocht < tot <= verzocht + timedelta(days=LANGSTE_STILSTAND):
        fouten.append(
            VeldFout("herstel_tot", "Vul de laatste dag voor het herstel in: na uw verzoek, binnen een half jaar.")
        )
    elif tot < op:
        fouten.append(VeldFout("herstel_tot", "Deze dag is al voorbij. Kies een dag vanaf vandaag."))
    return fouten + _reden(reden, "Schrijf op wat er ontbreekt, bijvoorbeeld de gronden of een machtiging.")


def _reden(reden: str, zin: str) -> list[VeldFout]:
    return [] if reden.strip() else [VeldFout("reden", zin)]


def reden_niet_behandelen(wie: UUID, bestreden: Besluit, adviseurs: Collection[UUID]) -> str | None:
    """Waarom iemand dit bezwaar niet behandelt: hij nam het bestreden besluit of bereidde het voor; None als het mag.

    Bron: Awb art. 7:5 lid 1 (horen) en art. 10:3 lid 3 (beslissen).
    """
    if wie == bestreden.besloten_door_id:
        return "nam het besluit waartegen het bezwaar is (Awb art. 10:3 lid 3)"
    if wie == bestreden.voorgesteld_door_id:
        return "stelde het besluit voor waartegen het bezwaar is (Awb art. 7:5)"
    if wie in adviseurs:
        return "adviseerde over het besluit waartegen het bezwaar is (Awb art. 7:5)"
    return None
