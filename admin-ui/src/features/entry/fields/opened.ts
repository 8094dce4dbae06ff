import { createContext } from "react";

/** Opened are the ids of the entries that are open in drawers, the outermost first: none is opened twice. */
export const Opened = createContext<string[]>([]);
