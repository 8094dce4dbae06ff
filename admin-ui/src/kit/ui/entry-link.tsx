import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";

/** EntryLink leads to an entry in the editor: in a language, with a panel open. The editor is a feature of its own, so that its address
    is not typed here. */
export function EntryLink({ id, locale, panel, className = "p-name", children }: {
  id: string;
  locale?: string | undefined;
  panel?: "check" | "history" | "comments" | "uses";
  className?: string;
  children: ReactNode;
}) {
  const search = { ...(locale && { locale }), ...(panel && { panel }) };
  return <Link to={`/content/${id}` as string} search={search as never} className={className} dir="auto">{children}</Link>;
}
