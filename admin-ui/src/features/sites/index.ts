/* What other features use of this one. What a site gets is drawn by a module that loads when it is needed:
     const Gets = lazy(async () => ({ default: (await loadGets()).Gets })); */
export const loadGets = () => import("./gets");
export { Sample } from "./sample";
export { StatusBadge } from "./status-badge";
