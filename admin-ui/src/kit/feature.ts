import type { Icon } from "@tabler/icons-react";
import type { Question } from "./permissions";
import type { Language } from "./texts";

/** A place in the navigation and in the palette. */
export interface Place {
  /** An address of the UI, as the router knows it. */
  to: string;
  label: Readonly<Record<Language, string>>;
  icon: Icon;
  /** Places of one section stand together. */
  section: "work" | "structure" | "administration";
  /** Within the section; small comes first. */
  order: number;
  /** Who may not do this does not see the place. */
  needs?: Question;
  /** What people may also call it, in any language; the palette finds it by that. */
  words?: string;
}
