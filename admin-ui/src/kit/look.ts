/** What is looked at, on which site and how: it is in the address. */
export interface LookSearch {
  site?: string | undefined;
  locale?: string | undefined;
  theme?: "light" | "dark" | undefined;
  width?: number | undefined;
}

/** Widths of windows that a look may have, in CSS pixels. */
export const widths = [1280, 820, 390] as const;

/** lookSearch reads it; what it does not know is left out. */
export function lookSearch(raw: Record<string, unknown>): LookSearch {
  return {
    site: typeof raw.site === "string" ? raw.site.slice(0, 60) : undefined,
    locale: typeof raw.locale === "string" ? raw.locale.slice(0, 35) : undefined,
    theme: raw.theme === "light" || raw.theme === "dark" ? raw.theme : undefined,
    width: widths.find((w) => w === Number(raw.width)),
  };
}
