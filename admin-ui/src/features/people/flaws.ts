import { Problem } from "../../api/problem";
import { sayItem } from "../../kit/item-texts";
import type { Translate } from "../../kit/texts";
import type { common } from "../../kit/texts-common";

/** roleFlaws lays what the server says of /roles on the rows of the list: "0/sites", or "0" for a whole row. */
export function roleFlaws(error: unknown, t: Translate<typeof common>): Record<string, string> {
  if (!(error instanceof Problem)) return {};
  const found = error.items.filter((i) => i.pointer?.startsWith("/roles/"));
  return Object.fromEntries(found.map((i) => [i.pointer?.replace("/roles/", "") ?? "", sayItem(t, i)]));
}
