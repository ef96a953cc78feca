// casus.js: kleine hulp bij het toetsenbord. Alles werkt ook zonder dit bestand.
"use strict";

(() => {
  const typt = (doel) => doel.closest("input, select, textarea, [contenteditable]") !== null;
  const rijen = () => [...document.querySelectorAll("main .rij, main .taken > li")];

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

  // Eén keer versturen is genoeg. De server telt een tweede keer niet mee; dit scheelt alleen wachten.
  document.addEventListener("submit", (gebeurtenis) => {
    const formulier = gebeurtenis.target;
    if (formulier.method !== "post") return;
    if (formulier.dataset.bezig) {
      gebeurtenis.preventDefault();
      return;
    }
    formulier.dataset.bezig = "ja";
    formulier.setAttribute("aria-busy", "true");
    setTimeout(vrij, 5000, formulier);
  });
  // Terug met de knop van de browser, of een download die op dezelfde pagina blijft: het formulier mag weer.
  const vrij = (formulier) => {
    delete formulier.dataset.bezig;
    formulier.removeAttribute("aria-busy");
  };
  window.addEventListener("pageshow", () => document.querySelectorAll("form[data-bezig]").forEach(vrij));

  const naarRij = (stap) => {
    const alle = rijen();
    const nu = alle.findIndex((rij) => rij.contains(document.activeElement));
    const doel = alle[Math.min(Math.max(nu + stap, 0), alle.length - 1)];
    doel?.querySelector("a, button")?.focus();
  };

  document.addEventListener("keydown", (gebeurtenis) => {
    if (gebeurtenis.key === "Enter" && (gebeurtenis.ctrlKey || gebeurtenis.metaKey)) {
      gebeurtenis.target.closest("form")?.requestSubmit();
      return;
    }
    if (gebeurtenis.ctrlKey || gebeurtenis.metaKey || gebeurtenis.altKey || typt(gebeurtenis.target)) return;
    if (gebeurtenis.key === "/") {
      const zoek = [...document.querySelectorAll('input[type="search"]')].find((veld) => veld.checkVisibility());
      if (zoek) {
        gebeurtenis.preventDefault();
        zoek.focus();
      }
    } else if (gebeurtenis.key === "j") naarRij(1);
    else if (gebeurtenis.key === "k") naarRij(-1);
  });
})();
