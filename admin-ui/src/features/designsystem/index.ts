/* What other features use of this one. */
export { channelsQuery, type Release, releaseQuery, releasesQuery } from "./queries";
