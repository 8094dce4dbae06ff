/* What other features use of this one. */
export { channelsQuery, releaseQuery, releasesQuery } from "./queries";
