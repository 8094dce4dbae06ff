/* What other features use of this one; all of it loads when somebody wants it:
     const Menu = lazy(loadExchangeMenu);
     const { exportEntries } = await loadExport(); */
export const loadExchangeMenu = () => import("./exchange-menu");
export const loadExport = () => import("./export");
export const loadTranslations = () => import("./translations-dialog");
