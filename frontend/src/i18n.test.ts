import { expect, it, vi } from "vitest";

async function withCatalogue(catalogue: object | null) {
  vi.resetModules();
  document.body.innerHTML = catalogue
    ? `<script id="catalogue" type="application/json">${JSON.stringify(catalogue)}</script>`
    : "";
  return import("./i18n.js");
}

it("speaks the source's Spanish where the page has no catalogue", async () => {
  const { gettext, ngettext } = await withCatalogue(null);
  expect(gettext("Cerrar")).toBe("Cerrar");
  expect([0, 1, 2].map((n) => ngettext("capa", "capas", n))).toEqual(["capas", "capa", "capas"]);
});

it("takes what the page's catalogue has, and Spanish for the rest", async () => {
  const { gettext, ngettext } = await withCatalogue({ Cerrar: "Wichqay", capa: ["uno", "achka"] });
  expect(gettext("Cerrar")).toBe("Wichqay");
  expect(gettext("Capas")).toBe("Capas");
  expect(ngettext("capa", "capas", 2)).toBe("achka");
});

it("puts values into their places and leaves unknown places", async () => {
  const { interpolate } = await withCatalogue(null);
  expect(interpolate("%(count)s de %(total)s", { count: 3 })).toBe("3 de %(total)s");
});
