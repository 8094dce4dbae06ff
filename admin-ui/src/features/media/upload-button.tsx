import { IconUpload } from "@tabler/icons-react";
import { useRef } from "react";
import { useTexts } from "../../kit/texts";
import { Action } from "../../kit/ui/action";
import { type Sort, sorts } from "./medium";
import { texts } from "./texts";

const kinds = {
  image: "image/png,image/jpeg,image/gif,image/webp,image/avif", video: "video/mp4,video/webm", audio: "audio/ogg,audio/mpeg", document: "application/pdf",
} satisfies Record<Sort, string>;

interface Props {
  reason?: string | false;
  onFiles: (files: FileList) => void;
  variant?: "filled" | "default";
  /** Sorts that are wanted; none is all. */
  accept?: readonly Sort[];
  many?: boolean;
}

/** UploadButton lets files be chosen. */
export function UploadButton({ reason, onFiles, variant = "filled", accept = sorts, many = true }: Props) {
  const t = useTexts(texts);
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Action variant={variant} leftSection={<IconUpload size={16} />} reason={reason} onClick={() => input.current?.click()}>{t("upload")}</Action>
      <input
        ref={input} type="file" multiple={many} hidden aria-label={t("upload")} accept={accept.map((sort) => kinds[sort]).join(",")}
        onChange={(e) => {
          if (e.currentTarget.files?.length) onFiles(e.currentTarget.files);
          e.currentTarget.value = "";
        }}
      />
    </>
  );
}
