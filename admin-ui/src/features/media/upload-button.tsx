import { IconUpload } from "@tabler/icons-react";
import { useRef } from "react";
import { useTexts } from "../../kit/texts";
import { Action } from "../../kit/ui/action";
import { texts } from "./texts";

/** UploadButton lets files be chosen. */
export function UploadButton({ reason, onFiles, variant = "filled" }: { reason?: string | false; onFiles: (files: FileList) => void; variant?: "filled" | "default" }) {
  const t = useTexts(texts);
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Action variant={variant} leftSection={<IconUpload size={16} />} reason={reason} onClick={() => input.current?.click()}>{t("upload")}</Action>
      <input
        ref={input} type="file" multiple hidden aria-label={t("upload")} accept="image/png,image/jpeg,image/gif,image/webp,image/avif,video/mp4,video/webm,audio/ogg,audio/mpeg,application/pdf"
        onChange={(e) => {
          if (e.currentTarget.files?.length) onFiles(e.currentTarget.files);
          e.currentTarget.value = "";
        }}
      />
    </>
  );
}
