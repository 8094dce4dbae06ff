/* What other features use of this one. */
export { Gets } from "./gets";
export { Sample } from "./sample";
export { StatusBadge } from "./status-badge";
