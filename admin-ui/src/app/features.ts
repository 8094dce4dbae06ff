/* The features of the UI: each brings its routes and its places in the navigation. A new feature gets its two lines here. */

import { contentPlaces, contentRoutes } from "../features/content/routes";
import { homePlaces, homeRoutes } from "../features/home/routes";
import { entryRoutes } from "../features/entry/routes";
import { menuPlaces, menuRoutes } from "../features/menus/routes";
import { previewPlaces, previewRoutes } from "../features/preview/routes";
import { sessionRoutes } from "../features/session/routes";
import { sitePlaces, siteRoutes } from "../features/sites/routes";
import type { Place } from "../kit/feature";

export const routes = [
  ...homeRoutes,
  ...sessionRoutes,
  ...contentRoutes,
  ...entryRoutes,
  ...menuRoutes,
  ...previewRoutes,
  ...siteRoutes,
] as const;

export const places: Place[] = [...homePlaces, ...contentPlaces, ...menuPlaces, ...previewPlaces, ...sitePlaces];
