/* The features of the UI: each brings its routes and its places in the navigation. A new feature gets its two lines here. */

import { accountPlaces, accountRoutes } from "../features/account/routes";
import { auditPlaces, auditRoutes } from "../features/audit/routes";
import { designPlaces, designRoutes } from "../features/designsystem/routes";
import { homePlaces, homeRoutes } from "../features/home/routes";
import { mediaPlaces, mediaRoutes } from "../features/media/routes";
import { peoplePlaces, peopleRoutes } from "../features/people/routes";
import { releasesPlaces, releasesRoutes } from "../features/releases/routes";
import { reviewsPlaces, reviewsRoutes } from "../features/reviews/routes";
import { rolesPlaces, rolesRoutes } from "../features/roles/routes";
import { sessionRoutes } from "../features/session/routes";
import { settingsPlaces, settingsRoutes } from "../features/settings/routes";
import type { Place } from "../kit/feature";

const teamRoutes = [...reviewsRoutes, ...releasesRoutes, ...peopleRoutes, ...rolesRoutes, ...accountRoutes, ...auditRoutes, ...settingsRoutes, ...designRoutes, ...mediaRoutes] as const;
const teamPlaces: Place[] = [...reviewsPlaces, ...releasesPlaces, ...peoplePlaces, ...rolesPlaces, ...accountPlaces, ...auditPlaces, ...settingsPlaces, ...designPlaces, ...mediaPlaces];

export const routes = [...homeRoutes, ...sessionRoutes, ...teamRoutes] as const;

export const places: Place[] = [...homePlaces, ...teamPlaces];
