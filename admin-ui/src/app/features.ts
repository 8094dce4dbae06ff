/* The features of the UI: each brings its routes and its places in the navigation. A new feature gets its two lines here. */

import { contentPlaces, contentRoutes } from "../features/content/routes";
import { homePlaces, homeRoutes } from "../features/home/routes";
import { entryRoutes } from "../features/entry/routes";
import { sessionRoutes } from "../features/session/routes";
import type { Place } from "../kit/feature";

export const routes = [...homeRoutes, ...sessionRoutes, ...contentRoutes, ...entryRoutes] as const;

export const places: Place[] = [...homePlaces, ...contentPlaces];
