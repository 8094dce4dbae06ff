/* The features of the UI: each brings its routes and its places in the navigation. A new feature gets its two lines here. */

import { accountPlaces, accountRoutes } from "../features/account/routes";
import { auditPlaces, auditRoutes } from "../features/audit/routes";
import { contentPlaces, contentRoutes } from "../features/content/routes";
import { designPlaces, designRoutes } from "../features/designsystem/routes";
import { entryRoutes } from "../features/entry/routes";
import { homePlaces, homeRoutes } from "../features/home/routes";
import { mediaPlaces, mediaRoutes } from "../features/media/routes";
import { menuPlaces, menuRoutes } from "../features/menus/routes";
import { peoplePlaces, peopleRoutes } from "../features/people/routes";
import { previewPlaces, previewRoutes } from "../features/preview/routes";
import { releasesPlaces, releasesRoutes } from "../features/releases/routes";
import { reviewsPlaces, reviewsRoutes } from "../features/reviews/routes";
import { rolesPlaces, rolesRoutes } from "../features/roles/routes";
import { sessionRoutes } from "../features/session/routes";
import { settingsPlaces, settingsRoutes } from "../features/settings/routes";
import { sitePlaces, siteRoutes } from "../features/sites/routes";
import type { Place } from "../kit/feature";

const editing = [...homeRoutes, ...contentRoutes, ...entryRoutes, ...mediaRoutes, ...menuRoutes, ...previewRoutes] as const;
const working = [...reviewsRoutes, ...releasesRoutes, ...siteRoutes, ...designRoutes] as const;
const running = [...peopleRoutes, ...rolesRoutes, ...auditRoutes, ...settingsRoutes, ...accountRoutes, ...sessionRoutes] as const;

export const routes = [...editing, ...working, ...running] as const;

export const places: Place[] = [
  ...homePlaces, ...contentPlaces, ...mediaPlaces, ...menuPlaces, ...previewPlaces, ...reviewsPlaces, ...releasesPlaces, ...sitePlaces,
  ...designPlaces, ...peoplePlaces, ...rolesPlaces, ...auditPlaces, ...settingsPlaces, ...accountPlaces,
];
