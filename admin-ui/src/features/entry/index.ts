/* What other features use of this one. The dialog loads when somebody wants it. */
export const loadBulkEdit = () => import("./bulk-edit");
export { Mentions } from "./mentions";
