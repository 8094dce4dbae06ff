/* What other features use of this one. */
export { Mentions } from "./mentions";
