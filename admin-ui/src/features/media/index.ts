/* What other features use of this one. The picker and the drawer load when somebody is about to need them:
     const MediaPicker = lazy(loadMediaPicker);
     <MediaPicker space={entry.space} accept={field.accept} many={field.many} onPick={(media) => …} onClose={…} /> */
export { Drop } from "./drop";
export { altIn, fileOf, type Medium, mediumQuery, missingAlt, type Sort, sorts } from "./medium";
export const loadMediaPicker = () => import("./picker");
export const loadMediumDrawer = () => import("./medium-drawer").then((m) => ({ default: m.MediumDrawer }));
export { texts as mediaTexts } from "./texts";
export { Thumb } from "./thumb";
export { UploadButton } from "./upload-button";
export { type Upload, uploads } from "./uploads";
export { useUploads } from "./use-uploads";
