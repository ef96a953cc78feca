"""Het proces als plaatje (Mermaid) en als tabellen, gemaakt uit het bestand zelf; docs/workflows wordt ermee gevuld."""

from __future__ import annotations

from collections.abc import Iterator

from casus.workflows.besluiten import opent
from casus.workflows.definition import Aanvang, Overgang, Taaksoort, Termijnregel, Workflow, in_woord
from casus.workflows.registers import besluitsoorten, rollen

_LIJN = {"hoofdlijn": "", "terug": " (terug)", "einde": " (einde)"}


def mermaid(wf: Workflow) -> str:
    """Het toestandsdiagram: dezelfde overgang vanuit meer toestanden staat er vanuit elk daarvan."""
    regels = ["stateDiagram-v2", f"    [*] --> {wf.begin}"]
    regels += [f"    {code} : {toestand.titel}" for code, toestand in wf.toestanden.items()]
    regels += [f"    {van} --> {o.naar} : {o.titel}" for o in wf.overgangen.values() for van in o.van]
    regels += [f"    {code} --> [*]" for code, toestand in wf.toestanden.items() if toestand.eind]
    return "\n".join(regels)


def tabel(wf: Workflow) -> str:
    """Welke rol welke overgang mag zetten, als tabel in Markdown."""
    wie = [rol for rol in rollen() if any(rol in o.rollen for o in wf.overgangen.values())]
    kop = ["van", "overgang", "naar", *(rollen()[rol].titel for rol in wie)]
    rijen = [
        [
            ", ".join(wf.toestanden[van].titel for van in o.van),
            o.titel + _LIJN[o.soort],
            wf.toestanden[o.naar].titel,
            *("ja" if rol in o.rollen else "" for rol in wie),
        ]
        for o in wf.overgangen.values()
    ]
    return _markdown(kop, rijen)


def document(wf: Workflow, bestand: str) -> str:
    """De hele pagina in docs/workflows: plaatje, wie mag wat, wat een stap nodig heeft, en alle taken."""
    delen = [
        f"# {wf.titel}",
        f"Gemaakt uit `casus/workflows/{bestand}` met `casus workflow docs`. Wijzig dat bestand en niet deze pagina.",
        wf.bestand.workflow.uitleg,
        f"```mermaid\n{mermaid(wf)}\n```",
        "## Toestanden",
        _markdown(["toestand", "uitleg", "norm"], _toestanden(wf)),
        "## Wie mag welke overgang zetten",
        tabel(wf),
        "## Wat een overgang nodig heeft",
        _markdown(["overgang", "voorwaarden", "eerst af", "besluit", "gevraagd"], _nodig(wf)),
        "## Taken",
        _markdown(["code", "taak", "rol", "ontstaat bij", "termijn", "besluit", "nodig voor", "grondslag"], _taken(wf)),
        "## Besluiten",
        _markdown(["besluit", "stelt voor", "bedrag", "eerst advies", "krijgt", "bezwaar", "nodig voor"], _soorten(wf)),
        "## Meldingen",
        _markdown(["melding", "rollen", "taken die eruit volgen"], _meldingen(wf)),
    ]
    return "\n\n".join(deel for deel in delen if deel) + "\n"


def _markdown(kop: list[str], rijen: list[list[str]]) -> str:
    regels = [kop, ["---"] * len(kop), *rijen]
    return "\n".join(f"| {' | '.join(cel.replace('|', '/') for cel in rij)} |" for rij in regels)


def _toestanden(wf: Workflow) -> list[list[str]]:
    return [[t.titel, t.uitleg, termijn_in_woorden(wf, t.norm) if t.norm else ""] for t in wf.toestanden.values()]


def _nodig(wf: Workflow) -> list[list[str]]:
    return [
        [
            o.titel,
            ", ".join(v.replace("_", " ") for v in o.voorwaarden),
            ", ".join(t.code for t in wf.nodig[o.code]),
            _besluiten((o.besluit,) if o.besluit else ()),
            ", ".join(wf.velden[v].titel for v in o.velden),
        ]
        for o in wf.overgangen.values()
    ]


def _taken(wf: Workflow) -> list[list[str]]:
    return [
        [
            t.code,
            t.titel + (", per persoon" if t.per != "zaak" else ""),
            rollen()[t.rol].titel if t.rol in rollen() else t.rol,
            "; ".join(aanvang_in_woorden(wf, a) for a in t.ontstaat),
            _termijn(wf, t),
            _besluiten(t.besluit),
            ", ".join(wf.overgangen[o].titel for o in t.nodig_voor),
            t.grondslag,
        ]
        for t in sorted(wf.taken.values(), key=lambda t: t.code)
    ]


def _termijn(wf: Workflow, taak: Taaksoort) -> str:
    tekst = termijn_in_woorden(wf, taak.termijn)
    if taak.streef:
        tekst = f"{termijn_in_woorden(wf, taak.streef)}; uiterlijk {tekst}"
    return f"{tekst}; daarna elke {taak.herhaal.dagen} dagen" if taak.herhaal else tekst


def _soorten(wf: Workflow) -> list[list[str]]:
    return [
        [
            soort.titel,
            ", ".join(soort.rollen),
            f"per {soort.bedrag}" if soort.bedrag else "",
            ", ".join(f"{a.rol} ({a.dagen} dagen)" for a in soort.advies),
            soort.brief,
            "ja" if soort.bezwaar_open else "",
            ", ".join(opent(wf, soort.code)),
        ]
        for soort in besluitsoorten().values()
    ]


def _besluiten(soorten: tuple[str, ...]) -> str:
    return " of ".join(besluitsoorten()[s].titel if s in besluitsoorten() else s for s in soorten)


def _meldingen(wf: Workflow) -> list[list[str]]:
    gevolg = {code: rij for (soort, code), rij in wf.aanvangen.items() if soort == "gebeurtenis"}
    return [
        [m.titel, ", ".join(m.rollen), ", ".join(taak.code for taak, _ in gevolg.get(m.gebeurtenis, ()))]
        for m in wf.meldingen.values()
    ]


def termijn_in_woorden(wf: Workflow, regel: Termijnregel) -> str:
    """'70 dagen na de koppeling', 'op de sleutel', '3 dagen voor de ingang van het huurcontract (wettelijk)'."""
    anker = " en ".join(wf.ankers[code].titel for code in regel.vanaf)
    if len(regel.vanaf) > 1:
        anker = f"de laatste van {anker}"
    aantal, eenheid = regel.duur
    enkel = {"dagen": "dag", "werkdagen": "werkdag", "weken": "week", "maanden": "maand", "jaren": "jaar"}
    woord = enkel.get(eenheid, eenheid) if abs(aantal) == 1 else eenheid
    duur = f"{abs(aantal)} {woord} {'voor' if aantal < 0 else 'na'} {anker}" if aantal else f"de dag van {anker}"
    return f"{duur} (wettelijk)" if regel.wettelijk else duur


def aanvang_in_woorden(wf: Workflow, aanvang: Aanvang) -> str:
    """Waardoor een taak ontstaat, in woorden."""
    return " ".join(_aanvang(wf, aanvang))


def _aanvang(wf: Workflow, aanvang: Aanvang) -> Iterator[str]:
    soort, code = aanvang.aanleiding
    match soort:
        case "toestand":
            yield wf.toestanden[code].titel
        case "gereed":
            yield f"{code} is af"
        case "overgang":
            yield _overgang(wf.overgangen[code])
        case "klok":
            yield f"{aanvang.dagen} dagen na {wf.ankers[code].titel}, zolang de zaak op"
            yield " of ".join(wf.toestanden[t].titel for t in aanvang.zolang)
            yield "staat"
        case "anker":
            yield f"{wf.ankers[code].titel} is bekend"
        case "besluit":
            yield f"besluit {_besluiten((code,))} is toegekend"
        case _:
            melding = next((m for m in wf.meldingen.values() if m.gebeurtenis == code), None)
            yield f"melding {melding.titel}" if melding else code.replace("_", " ")
    for veld, antwoorden in aanvang.als.items():
        keuzes = wf.velden[veld].keuzes
        yield f"met {' of '.join(keuzes.get(a, in_woord(a)) for a in antwoorden)}"


def _overgang(overgang: Overgang) -> str:
    return f"stap {overgang.titel}"
