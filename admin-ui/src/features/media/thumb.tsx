import { IconFileTypePdf, IconMovie, IconMusic, IconPhoto } from "@tabler/icons-react";
import { fileOf, type Medium } from "./medium";

const signs = { image: IconPhoto, video: IconMovie, audio: IconMusic, document: IconFileTypePdf };

/** Thumb is the small picture of a medium. It says nothing to who does not see it: its name stands beside it. */
export function Thumb({ medium: m }: { medium: Pick<Medium, "id" | "sort"> }) {
  if (m.sort === "image") return <span className="p-thumb"><img src={fileOf(m.id)} alt="" loading="lazy" decoding="async" /></span>;
  const Sign = signs[m.sort];
  return <span className="p-thumb"><Sign size={40} stroke={1.3} aria-hidden /></span>;
}
