import { Button } from "@mantine/core";
import { connection, lookNow } from "../kit/connection";
import { useStore } from "../kit/store";
import { useTexts } from "../kit/texts";
import { common } from "../kit/texts-common";

/** ConnectionBanner says that the server or its database is away, and what that means for the reader. */
export function ConnectionBanner() {
  const t = useTexts(common);
  const now = useStore(connection);
  return (
    <div role="status">
      {now !== "fine" && (
        <div className="p-banner">
          <span>{t(`connection.${now}`)}</span>
          <Button size="compact-sm" variant="default" onClick={lookNow}>{t("connection.look")}</Button>
        </div>
      )}
    </div>
  );
}
