/* What other features use of this one. */
export { Sample } from "./sample";
export { StatusBadge } from "./status-badge";
