const name = (site: string) => `portico-page-${site}`;

/** chosenOrigin gives the address at which this browser shows a site's pages: the one that was chosen, while the site has it, else the first. */
export function chosenOrigin(site: string, origins: readonly string[]): string {
  const chosen = localStorage.getItem(name(site));
  return origins.find((o) => o === chosen) ?? origins[0] ?? "";
}

export const chooseOrigin = (site: string, origin: string) => localStorage.setItem(name(site), origin);
