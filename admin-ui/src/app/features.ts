/* The features of the UI: each brings its routes and its places in the navigation. A new feature gets its two lines here. */

export const routes = [
  ...homeRoutes,
  ...sessionRoutes,
  ...contentRoutes,
  ...entryRoutes,
  ...menuRoutes,
  ...previewRoutes,
  ...siteRoutes,
  ...teamRoutes,
] as const;

export const places: Place[] = [...homePlaces, ...contentPlaces, ...menuPlaces, ...previewPlaces, ...sitePlaces, ...teamPlaces];
