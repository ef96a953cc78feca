// casus.js: hulp bij toetsenbord, focus en kiezen. Alles werkt ook zonder dit bestand; htmx scheelt alleen laadtijd.
"use strict";

(() => {
  const typt = (doel) => doel.closest("input:not([type=checkbox], [type=radio]), select, textarea, [contenteditable]") !== null;
  const zichtbaar = (deel) => deel && deel.checkVisibility() && deel.getAttribute("aria-disabled") !== "true";
  const toetsenAan = () => document.documentElement.dataset.toetsen !== "uit";
  const hoofd = () => document.getElementById("inhoud");

  // ── Fouten ──────────────────────────────────────────────────────────────────────────────────────────────────────
  // Een fout krijgt eerst de aandacht; anders blijft de focus waar de browser hem zet.
  document.querySelector(".fouten")?.focus();

  // Een link in het foutenoverzicht gaat naar het veld zelf, ook als dat een rondje is.
  document.addEventListener("click", (gebeurtenis) => {
    const link = gebeurtenis.target.closest(".fouten a");
    const veld = link && document.getElementById(link.hash.slice(1));
    if (veld) {
      gebeurtenis.preventDefault();
      veld.scrollIntoView({ block: "center" });
      veld.focus();
    }
  });

  // Een knop die niet kan, doet ook niets met enter of spatie.
  document.addEventListener("click", (gebeurtenis) => {
    if (gebeurtenis.target.closest('[aria-disabled="true"]')) gebeurtenis.preventDefault();
  });

  // Een te groot bestand gaat niet eerst de hele weg over: het formulier blijft staan, met wat er is getypt.
  const GROOTSTE = 25 * 1024 * 1024;
  document.addEventListener("submit", (gebeurtenis) => {
    for (const veld of gebeurtenis.target.querySelectorAll("input[type=file]")) {
      veld.parentElement.querySelector("[data-te-groot]")?.remove();
      const omvang = Math.max(0, ...[...veld.files].map((bestand) => bestand.size));
      if (omvang <= GROOTSTE) continue;
      gebeurtenis.preventDefault();
      gebeurtenis.stopImmediatePropagation();
      const zin = Object.assign(document.createElement("p"), { className: "fout" });
      zin.dataset.teGroot = "";
      zin.setAttribute("role", "alert");
      zin.textContent = `Het bestand is ${Math.ceil(omvang / 1024 / 1024)} MB. Kies een bestand tot 25 MB. Wat u typte, staat er nog.`;
      veld.before(zin);
      veld.focus();
    }
  }, true);

  // ── Versturen ───────────────────────────────────────────────────────────────────────────────────────────────────
  // Eén keer versturen is genoeg. De server telt een tweede keer niet mee; dit scheelt alleen wachten.
  const vrij = (formulier) => {
    delete formulier.dataset.bezig;
    formulier.removeAttribute("aria-busy");
  };
  document.addEventListener("submit", (gebeurtenis) => {
    const formulier = gebeurtenis.target;
    if (formulier.method !== "post") return;
    if (formulier.dataset.bezig) {
      gebeurtenis.preventDefault();
      gebeurtenis.stopImmediatePropagation();
      return;
    }
    formulier.dataset.bezig = "ja";
    formulier.setAttribute("aria-busy", "true");
    setTimeout(vrij, 5000, formulier);
  }, true);
  // Terug met de knop van de browser, of een download die op dezelfde pagina blijft: het formulier mag weer.
  window.addEventListener("pageshow", () => document.querySelectorAll("form[data-bezig]").forEach(vrij));

  // ── Wat getypt is, blijft ───────────────────────────────────────────────────────────────────────────────────────
  // Alleen in dit tabblad, en weg zodra het is verstuurd of iemand uitlogt.
  const kladplek = (veld) => veld.form && veld.name && veld.form.method === "post"
    ? `klad:${new URL(veld.form.action).pathname}:${veld.name}` : null;
  document.addEventListener("input", (gebeurtenis) => {
    const plek = gebeurtenis.target.matches("textarea") && kladplek(gebeurtenis.target);
    if (plek) sessionStorage.setItem(plek, gebeurtenis.target.value);
  });
  const zetKladTerug = (deel) => deel.querySelectorAll("textarea").forEach((veld) => {
    const plek = kladplek(veld);
    const klad = plek && sessionStorage.getItem(plek);
    if (klad && !veld.value) veld.value = klad;
  });
  document.addEventListener("submit", (gebeurtenis) => {
    if (gebeurtenis.defaultPrevented) return;
    if (gebeurtenis.target.matches("[data-uitloggen]")) sessionStorage.clear();
    for (const veld of gebeurtenis.target.querySelectorAll("textarea")) sessionStorage.removeItem(kladplek(veld));
  });
  zetKladTerug(document);
  // Wie een geweigerd formulier verlaat om eerst iets te regelen (een code-app), vindt zijn tekst daarna terug.
  if (document.querySelector(".fouten")) document.querySelectorAll("textarea").forEach((veld) => {
    const plek = veld.value && kladplek(veld);
    if (plek) sessionStorage.setItem(plek, veld.value);
  });

  // ── Kiezen, ook over bladen heen ────────────────────────────────────────────────────────────────────────────────
  const keuze = {
    formulier: () => document.querySelector("form[data-keuze]"),
    plek: (formulier) => `keuze:${formulier.dataset.keuze}`,
    lees: (formulier) => new Set(JSON.parse(sessionStorage.getItem(keuze.plek(formulier)) || "[]")),
    bewaar: (formulier, ids) => sessionStorage.setItem(keuze.plek(formulier), JSON.stringify([...ids])),
    vakjes: (formulier) => [...document.querySelectorAll(`input[name="taak"][form="${formulier.id}"], #${formulier.id} input[name="taak"]`)],
    toon(formulier) {
      const ids = keuze.lees(formulier);
      for (const vakje of keuze.vakjes(formulier)) vakje.checked = ids.has(vakje.value);
      const alles = formulier.querySelector('input[name="alles"]');
      if (alles?.checked) return;
      const tekst = formulier.querySelector("[data-gekozen]");
      if (tekst) tekst.textContent = ids.size === 0 ? "Geen taken gekozen" : ids.size === 1 ? "1 taak gekozen" : `${ids.size} taken gekozen`;
      formulier.classList.toggle("leeg", ids.size === 0);
    },
  };
  const startKeuze = () => {
    const formulier = keuze.formulier();
    if (formulier) keuze.toon(formulier);
  };
  document.addEventListener("change", (gebeurtenis) => {
    const formulier = keuze.formulier();
    if (!formulier || !gebeurtenis.target.matches('input[name="taak"]')) return;
    const ids = keuze.lees(formulier);
    ids[gebeurtenis.target.checked ? "add" : "delete"](gebeurtenis.target.value);
    keuze.bewaar(formulier, ids);
    keuze.toon(formulier);
  });
  document.addEventListener("change", (gebeurtenis) => {
    if (!gebeurtenis.target.matches('form[data-keuze] input[name="alles"]')) return;
    const formulier = gebeurtenis.target.form;
    const ids = new Set();
    for (const vakje of keuze.vakjes(formulier)) {
      vakje.checked = gebeurtenis.target.checked;
      if (vakje.checked) ids.add(vakje.value);
    }
    keuze.bewaar(formulier, ids);
    const tekst = formulier.querySelector("[data-gekozen]");
    if (gebeurtenis.target.checked && tekst?.dataset.alles) tekst.textContent = tekst.dataset.alles;
    else keuze.toon(formulier);
  });
  document.addEventListener("click", (gebeurtenis) => {
    const knop = gebeurtenis.target.closest("[data-keuze-wissen]");
    if (!knop) return;
    gebeurtenis.preventDefault();
    const formulier = keuze.formulier();
    keuze.bewaar(formulier, []);
    const alles = formulier.querySelector('input[name="alles"]');
    if (alles) alles.checked = false;
    keuze.toon(formulier);
  });
  document.addEventListener("submit", (gebeurtenis) => {
    const formulier = gebeurtenis.target;
    if (!formulier.matches("form[data-keuze]")) return;
    formulier.querySelectorAll("[data-van-elders]").forEach((veld) => veld.remove());
    if (formulier.querySelector('input[name="alles"]')?.checked) return;
    const hier = new Set(keuze.vakjes(formulier).map((vakje) => vakje.value));
    for (const id of keuze.lees(formulier)) {
      if (hier.has(id)) continue;
      const veld = Object.assign(document.createElement("input"), { type: "hidden", name: "taak", value: id });
      veld.dataset.vanElders = "ja";
      formulier.append(veld);
    }
    keuze.bewaar(formulier, []);
  }, true);
  startKeuze();

  // ── Toetsen ─────────────────────────────────────────────────────────────────────────────────────────────────────
  // Bij een besluit is de lijst ernaast wat j en k doorlopen: van het besluit dat open is naar het volgende.
  const bladerlijst = () => [...document.querySelectorAll("[data-blader] a.kies")].filter((rij) => rij.checkVisibility());
  const rijen = () => {
    const naast = bladerlijst();
    if (naast.length) return naast;
    return [...document.querySelectorAll("main .rij, main .taken > li")].filter((rij) => rij.checkVisibility());
  };
  const huidigeRij = () => {
    const rij = document.activeElement?.closest("a.kies, .rij, .uitklap, .taken > li");
    return rij?.matches(".uitklap") ? rij.previousElementSibling : rij;
  };
  const eersteDoel = (rij) => (rij?.matches("a") ? rij : rij?.querySelector("a.taak, a, button"));
  const naarRij = (stap) => {
    const alle = rijen();
    const hier = alle.indexOf(huidigeRij());
    const nu = hier < 0 ? alle.findIndex((rij) => rij.matches('[aria-current="page"]')) : hier;
    eersteDoel(alle[Math.min(Math.max(nu + stap, 0), alle.length - 1)])?.focus();
  };
  const metToets = (toets) => {
    const rij = huidigeRij();
    const uitklap = rij?.nextElementSibling?.matches(".uitklap") ? rij.nextElementSibling : null;
    const open = uitklap || document.querySelector(".uitklap");
    const kies = `[data-toets="${toets}"]`;
    const los = [...document.querySelectorAll(kies)].filter((deel) => !deel.closest(".rij, .uitklap"));
    return [uitklap?.querySelector(kies), rij?.querySelector(kies), !rij && open?.querySelector(kies), ...los].find(zichtbaar);
  };
  // Een vraag of doorzetten staat in een deel dat open moet: de toets opent het en zet u in het veld.
  const openMet = (kop) => {
    kop.parentElement.open = true;
    (kop.parentElement.querySelector("textarea, input:not([type=hidden]), select") || kop).focus();
  };
  // Een toets van een taak die dicht is: eerst gaat de taak open, daarna doet de toets wat hij belooft.
  let straks = "";
  const openEerst = (toets) => {
    const dicht = huidigeRij()?.querySelector('a.taak[aria-expanded="false"]');
    if (!dicht) return null;
    return () => { straks = toets; dicht.click(); };
  };
  const zoekveld = () => [...document.querySelectorAll('input[type="search"]')].find((veld) => veld.checkVisibility());

  document.addEventListener("keydown", (gebeurtenis) => {
    if (gebeurtenis.key === "Enter" && (gebeurtenis.ctrlKey || gebeurtenis.metaKey)) {
      gebeurtenis.target.closest("form")?.requestSubmit();
      return;
    }
    if (gebeurtenis.ctrlKey || gebeurtenis.metaKey || gebeurtenis.altKey || typt(gebeurtenis.target) || !toetsenAan()) return;
    const doe = {
      j: () => naarRij(1),
      k: () => naarRij(-1),
      x: () => huidigeRij()?.querySelector('input[type="checkbox"]')?.click(),
      "/": () => zoekveld()?.focus(),
      "?": () => document.getElementById("toetsen")?.togglePopover(),
      // een open menu sluit de browser zelf; de taak eronder blijft dan open
      Escape: () => document.querySelector(":popover-open") || metToets("esc")?.click(),
    }[gebeurtenis.key] || (/^[a-z]$/.test(gebeurtenis.key) && metToets(gebeurtenis.key) && (() => {
      const doel = metToets(gebeurtenis.key);
      if (doel.matches("summary")) return openMet(doel);
      if (doel.matches("textarea, input, select")) doel.focus();
      if (!doel.matches("textarea, select")) doel.click();
    })) || ("pwon".includes(gebeurtenis.key) && openEerst(gebeurtenis.key));
    if (!doe) return;
    if (gebeurtenis.key !== "Escape") gebeurtenis.preventDefault();
    doe();
  });

  // ── htmx: focus, fouten en wat een ander deed ───────────────────────────────────────────────────────────────────
  let onthouden = null;
  const plekVan = (element) => {
    const rij = element?.closest(".rij, .uitklap");
    const eigen = rij?.matches(".uitklap") ? rij.previousElementSibling : rij;
    if (!eigen) return null;
    const alle = rijen();
    return { id: eigen.id, nr: alle.indexOf(eigen) };
  };
  const zetFocus = (element) => {
    element?.focus({ preventScroll: false });
    return Boolean(element);
  };
  const naWissel = () => {
    const fout = document.querySelector("#meldingen .fouten, .fouten");
    if (fout) return zetFocus(fout);
    if (!onthouden) return false;
    const { wat, id, nr, veld } = onthouden;
    if (veld && zetFocus(document.getElementById(veld))) return true;
    const rij = id && document.getElementById(id);
    const uitklap = rij?.nextElementSibling?.matches(".uitklap") ? rij.nextElementSibling : null;
    const knop = straks && uitklap?.querySelector(`[data-toets="${straks}"]`);
    straks = "";
    if (knop) return knop.click() ?? true;
    if (wat === "open" && uitklap) return zetFocus(uitklap.querySelector("input:not([type=hidden]), select, textarea, a, button"));
    if (rij) return zetFocus(eersteDoel(rij));
    if (wat === "terug") return zetFocus(document.querySelector("#lijst h1"));
    const alle = rijen();
    return zetFocus(eersteDoel(alle[Math.min(nr, alle.length - 1)])) || zetFocus(document.querySelector("h1"));
  };
  document.addEventListener("htmx:beforeRequest", (gebeurtenis) => {
    const bron = gebeurtenis.detail.elt;
    const plek = plekVan(bron);
    const terug = bron.closest("#meldingen form");
    onthouden = plek ? { wat: bron.matches("a.taak") ? "open" : "rij", ...plek }
      : terug ? { wat: "terug", id: `taak-${/[0-9a-f-]{36}/.exec(terug.action) || ""}`, nr: 0 }
        : { wat: "filter", veld: document.activeElement?.id || "", nr: 0 };
  });
  // Past het antwoord hier niet (opnieuw inloggen, een weigering met een eigen pagina), dan laadt de browser het zelf.
  document.addEventListener("htmx:beforeSwap", (gebeurtenis) => {
    const { xhr, requestConfig, target } = gebeurtenis.detail;
    const past = target?.id && xhr.responseText.includes(`id="${target.id}"`);
    if (past || gebeurtenis.detail.elt?.hasAttribute("data-peilt")) return;
    gebeurtenis.detail.shouldSwap = false;
    const formulier = requestConfig.elt.closest("form");
    if (requestConfig.verb === "post" && formulier && xhr.status >= 400) {
      vrij(formulier);
      HTMLFormElement.prototype.submit.call(formulier);
    } else {
      location.assign(xhr.responseURL || location.href);
    }
  });
  document.addEventListener("htmx:afterSettle", (gebeurtenis) => {
    document.querySelectorAll("form[data-bezig]").forEach(vrij);
    if (gebeurtenis.detail.requestConfig?.elt?.hasAttribute("data-peilt")) return;
    zetKladTerug(document);
    startKeuze();
    if (gebeurtenis.detail.target?.id !== "meldingen") naWissel();
  });
  const meld = (zin) => {
    const plek = document.getElementById("meldingen");
    if (!plek) return;
    const melding = Object.assign(document.createElement("p"), { className: "melding s-te-laat", textContent: zin });
    melding.setAttribute("role", "alert");
    plek.replaceChildren(melding);
  };
  document.addEventListener("htmx:sendError", () => {
    document.querySelectorAll("form[data-bezig]").forEach(vrij);
    meld("Er is geen verbinding. Er is niets verloren: probeer het zo nog eens.");
  });

  // Een klein formulier begint bij zijn eerste veld; is er iets mis, dan gaat het overzicht voor.
  if (!document.querySelector(".fouten") && !location.hash) {
    document.querySelector("form[data-begin]")?.querySelector("input:not([type=hidden]), select, textarea")?.focus();
  }

  // ── Bijna uitgelogd ─────────────────────────────────────────────────────────────────────────────────────────────
  const einde = document.getElementById("sessie-einde");
  if (einde) {
    let wekker = 0;
    const opnieuw = () => {
      clearTimeout(wekker);
      einde.hidden = true;
      wekker = setTimeout(() => { einde.hidden = false; }, Number(einde.dataset.na) * 1000);
    };
    document.addEventListener("htmx:afterRequest", (gebeurtenis) => {
      if (!gebeurtenis.detail.elt?.hasAttribute("data-peilt")) opnieuw();
    });
    einde.querySelector("button")?.addEventListener("click", async () => {
      const antwoord = await fetch(einde.dataset.blijf, { headers: { "HX-Request": "true" } });
      if (antwoord.ok) opnieuw();
      else location.reload();
      hoofd()?.focus();
    });
    opnieuw();
  }
})();
