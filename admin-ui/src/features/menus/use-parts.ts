import { useEffect, useRef, useState } from "react";
import { api, ask } from "../../api/client";
import { Problem } from "../../api/problem";
import type { Item } from "./document";
import { type Flaw, read } from "./problems";
import type { At } from "./queries";

const wait = 90; // ms of quiet before the server is asked

export interface Parts {
  html: Record<string, string>;
  styles: string;
  locale: string;
  warnings: string[];
}

interface Asked {
  site: string;
  locale: string;
  path: string;
  menu: At & { items: Item[] };
}

/** useParts shows what a site's shared parts would be with a menu as it is on the screen. The newest answer wins; while something is
    wrong, the last good picture stays and the flaws say what it is. */
export function useParts({ site, locale, path, menu }: Asked) {
  const [parts, setParts] = useState<Parts>();
  const [flaws, setFlaws] = useState<Flaw[]>([]);
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(true);
  const turn = useRef({ asked: 0, answered: 0 });
  const styles = useRef<Record<string, string>>({});
  const lastKey = useRef<string>(undefined);
  const body = JSON.stringify({ locale, path, menus: [{ space: menu.space, name: menu.name, items: menu.items }] });

  useEffect(() => {
    if (site === "") return;
    const timer = setTimeout(() => void look(), turn.current.asked === 0 ? 0 : wait);
    async function look() {
      const mine = ++turn.current.asked;
      setBusy(true);
      const newer = () => mine < turn.current.answered;
      try {
        const known = lastKey.current;
        const answer = await ask(api.POST("/api/v1/sites/{key}/draft-parts", { params: { path: { key: site } }, body: { ...JSON.parse(body), known } }));
        if (answer.styles) styles.current = { ...styles.current, [answer.stylesKey]: answer.styles };
        if (newer()) return;
        turn.current.answered = mine;
        lastKey.current = answer.stylesKey;
        setParts({ html: answer.parts, styles: styles.current[answer.stylesKey] ?? "", locale: answer.locale, warnings: answer.warnings ?? [] });
        setFlaws([]);
        setError(undefined);
      } catch (problem) {
        if (newer()) return;
        turn.current.answered = mine;
        const items = problem instanceof Problem && problem.status === 422 ? problem.items : [];
        setFlaws(read(items));
        setError(items.length > 0 ? undefined : problem);
      }
      if (mine === turn.current.asked) setBusy(false);
    }
    return () => clearTimeout(timer);
  }, [site, body]);

  return { parts, flaws, error, busy };
}
