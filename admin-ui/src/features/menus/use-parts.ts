import { useEffect, useRef, useState } from "react";
import { api, ask } from "../../api/client";
import { Problem } from "../../api/problem";
import type { Item } from "./document";
import { type Flaw, read } from "./problems";
import type { At } from "./queries";

const wait = 25; // ms, so that several changes of one moment are one question

export interface Parts {
  html: Record<string, string>;
  styles: string;
  locale: string;
}

interface Asked {
  site: string;
  locale: string;
  path: string;
  menu: At;
  items: Item[];
}

interface Looked {
  /** The last good picture. */
  parts?: Parts;
  flaws: Flaw[];
  error?: unknown;
  busy: boolean;
}

/** useParts shows what a site's shared parts would be with a menu as it is on the screen. One question is under way at a time; what was
    changed meanwhile is asked next, so the newest answer wins. While something is wrong, the last good picture stays and the flaws say
    what it is. */
export function useParts(asked: Asked): Looked {
  const { site, locale, path, menu, items } = asked;
  const [looked, setLooked] = useState<Looked>({ flaws: [], busy: true });
  const latest = useRef<Asked>(undefined);
  const under = useRef(false);
  const styles = useRef({ key: "", byKey: new Map<string, string>() });
  const gone = useRef(false);

  useEffect(() => {
    gone.current = false;
    return () => {
      gone.current = true;
    };
  }, []);

  useEffect(() => {
    if (site === "") return;
    latest.current = { site, locale, path, menu: { space: menu.space, name: menu.name }, items };
    if (under.current) return;
    under.current = true;
    setTimeout(() => void run(), wait);

    /** run asks until what was asked last is what is on the screen. */
    async function run() {
      let sent: Asked | undefined;
      while (latest.current && latest.current !== sent && !gone.current) {
        sent = latest.current;
        const next = await look(sent);
        if (!gone.current) setLooked((old) => ({ ...old, ...next, busy: latest.current !== sent }));
      }
      under.current = false;
    }
    async function look(at: Asked): Promise<Partial<Looked>> {
      const menus = [{ ...at.menu, items: at.items }];
      const body = { locale: at.locale, path: at.path, menus, ...(styles.current.key ? { known: styles.current.key } : {}) };
      try {
        const answer = await ask(api.POST("/api/v1/sites/{key}/draft-parts", { params: { path: { key: at.site } }, body }));
        if (answer.styles) styles.current.byKey.set(answer.stylesKey, answer.styles);
        styles.current.key = answer.stylesKey;
        return { parts: { html: answer.parts, styles: styles.current.byKey.get(answer.stylesKey) ?? "", locale: answer.locale }, flaws: [], error: undefined };
      } catch (error) {
        const found = error instanceof Problem && error.status === 422 ? error.items : [];
        return { flaws: read(found), error: found.length > 0 ? undefined : error };
      }
    }
  }, [site, locale, path, menu.space, menu.name, items]);

  return looked;
}
