/* What other features use of this one. */
export { LookBar, themeOf, widthOf } from "./look-bar";
export { Share } from "./share";
