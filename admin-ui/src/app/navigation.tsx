import { useQueries } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { language } from "../kit/language";
import type { Place } from "../kit/feature";
import { accessQuery } from "../kit/permissions";
import { useStore } from "../kit/store";
import { useTexts } from "../kit/texts";
import { places } from "./features";
import { texts } from "./texts";

const sections = ["work", "structure", "administration"] as const;
const sorted = [...places].sort((a, b) => a.order - b.order);

/** usePlaces gives the places that the signed-in person may go to. What is not known yet is left out. */
export function usePlaces(): Place[] {
  const answers = useQueries({
    queries: sorted.map((p) => ({ ...accessQuery(p.needs ?? { action: "read", type: "*" }), enabled: p.needs !== undefined })),
  });
  return sorted.filter((p, i) => !p.needs || answers[i]?.data?.allowed);
}

export function Navigation() {
  const t = useTexts(texts);
  const locale = useStore(language);
  const mine = usePlaces();
  return (
    <>
      {sections.map((section) => {
        const here = mine.filter((p) => p.section === section);
        if (here.length === 0) return null;
        return (
          <div key={section}>
            {section !== "work" && <p className="p-section">{t(`section.${section}`)}</p>}
            {here.map((p) => (
              <Link key={p.to} to={p.to} className="p-place" activeOptions={{ exact: p.to === "/", includeSearch: false }}>
                <p.icon size={18} stroke={1.7} aria-hidden /> {p.label[locale]}
              </Link>
            ))}
          </div>
        );
      })}
    </>
  );
}
