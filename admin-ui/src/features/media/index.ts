/* What other features use of this one. The picker loads when somebody is about to choose:
     const MediaPicker = lazy(loadMediaPicker);
     <MediaPicker space={entry.space} accept={field.accept} many={field.many} onPick={(media) => …} onClose={…} /> */
export { altIn, fileOf, type Medium, mediumQuery, missingAlt } from "./medium";
export const loadMediaPicker = () => import("./picker");
export { Thumb } from "./thumb";
export { type Upload, uploads } from "./uploads";
