/* What other features use of this one. MediaPicker is heavy: load it when somebody is about to choose.
     const MediaPicker = lazy(() => import("../media/index").then((m) => ({ default: m.MediaPicker })));
     <MediaPicker space={entry.space} accept={field.accept} many={field.many} onPick={(media) => …} onClose={…} /> */
export { altIn, fileOf, type Medium, mediumQuery, missingAlt } from "./medium";
export { default as MediaPicker } from "./picker";
export { Thumb } from "./thumb";
export { type Upload, uploads } from "./uploads";
