/* The features of the UI: each brings its routes and its places in the navigation. A new feature gets its two lines here. */

import { homePlaces, homeRoutes } from "../features/home/routes";
import { menuPlaces, menuRoutes } from "../features/menus/routes";
import { sessionRoutes } from "../features/session/routes";
import type { Place } from "../kit/feature";

export const routes = [...homeRoutes, ...sessionRoutes, ...menuRoutes] as const;

export const places: Place[] = [...homePlaces, ...menuPlaces];
