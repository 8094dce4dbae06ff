/* What other features use of this one. */
export { RightsGrid } from "./rights-grid";
export { GrantSummary, GrantsEditor } from "./grants";
export { type Action, actions, type Grant, grantOf, newGrant, resources } from "./rights";
export { rolesQuery, type Scope, useScope } from "./scope";
export { texts as rightsTexts } from "./texts";
