import { SegmentedControl, Select } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useChanges } from "../../kit/events";
import { useMay } from "../../kit/permissions";
import { useTexts } from "../../kit/texts";
import { common } from "../../kit/texts-common";
import { Page } from "../../kit/ui/page";
import { Shelf, Tools, useSpaces } from "./browse";
import { Drop } from "./drop";
import { MediumDrawer } from "./medium-drawer";
import { texts } from "./texts";
import { UploadButton } from "./upload-button";
import { onUploaded, uploads } from "./uploads";

const route = getRouteApi("/media");

/** MediaPage is the library: what there is, and where more comes in. */
export default function MediaPage() {
  const t = useTexts(texts);
  const c = useTexts(common);
  const search = route.useSearch();
  const go = route.useNavigate();
  const queries = useQueryClient();
  const spaces = useSpaces();
  const [wanted, setWanted] = useState<string>();
  const target = wanted ?? search.space ?? "shared";
  const may = useMay({ action: "create", type: "@media", site: target });
  const reason = may.known && !may.allowed && c("error.403");
  const onFiles = (files: FileList) => void uploads.add(files, target);
  useEffect(() => onUploaded(() => void queries.invalidateQueries({ queryKey: ["media", "list"] })), [queries]);
  useChanges({ onChange: (change) => change.subject.startsWith("media/") && void queries.invalidateQueries({ queryKey: ["media"] }) });
  const put = (patch: Partial<typeof search>) => void go({ search: (old) => clean({ ...old, ...patch }), replace: true });
  const actions = (
    <>
      <Select label={t("target")} data={spaces} value={target} allowDeselect={false} searchable w={200} onChange={(v) => v && setWanted(v)} classNames={{ root: "p-inline-field" }} />
      <UploadButton reason={reason} onFiles={onFiles} />
    </>
  );
  return (
    <Page title={t("media")} lead={t("lead")} actions={actions}>
      <Drop space={spaces.find((s) => s.value === target)?.label ?? target} disabled={reason !== false} onFiles={onFiles}>
        <section className="p-card">
          <Tools value={search} onChange={(patch) => put(patch as Partial<typeof search>)}>
            <SegmentedControl
              aria-label={t("view")} data={[{ value: "grid", label: t("view.grid") }, { value: "list", label: t("view.list") }]} value={search.view ?? "grid"}
              onChange={(v) => go({ search: (old) => clean({ ...old, view: v === "list" ? "list" : undefined }), replace: true })}
            />
          </Tools>
          <Shelf
            narrowed={search} view={search.view ?? "grid"} onOpen={(m) => void go({ search: (old) => ({ ...old, id: m.id }) })}
            action={<UploadButton variant="default" reason={reason} onFiles={onFiles} />}
          />
        </section>
      </Drop>
      {search.id && <MediumDrawer key={search.id} id={search.id} onClose={() => void go({ search: (old) => clean({ ...old, id: undefined }) })} />}
    </Page>
  );
}

/** clean leaves out what is not set, so that it does not stand in the address. */
const clean = <T extends object>(search: T): T => Object.fromEntries(Object.entries(search).filter(([, v]) => v !== undefined && v !== "")) as T;
