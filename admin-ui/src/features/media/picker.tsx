import { Button, Group, Modal } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useMay } from "../../kit/permissions";
import { useTexts } from "../../kit/texts";
import { common } from "../../kit/texts-common";
import { type Narrowed, Shelf, Tools, useSpaces } from "./browse";
import { Drop } from "./drop";
import { type Medium, type Sort, sorts } from "./medium";
import { texts } from "./texts";
import { UploadButton } from "./upload-button";
import { onUploaded, uploads } from "./uploads";

interface Props {
  /** Space of the entry that is to show the media: its own and the shared ones are offered. */
  space: string;
  /** Sorts that the field takes; none is all. */
  accept?: readonly string[] | undefined;
  many?: boolean;
  onPick: (media: Medium[]) => void;
  onClose: () => void;
}

/** MediaPicker chooses media for a field, or uploads them on the way. */
export default function MediaPicker({ space, accept, many = false, onPick, onClose }: Props) {
  const t = useTexts(texts);
  const c = useTexts(common);
  const queries = useQueryClient();
  const kinds: readonly Sort[] = accept?.length ? sorts.filter((s) => accept.includes(s)) : sorts;
  const [narrowed, setNarrowed] = useState<Narrowed>({});
  const [chosen, setChosen] = useState<Medium[]>([]);
  const may = useMay({ action: "create", type: "@media", site: space });
  const spaces = useSpaces();
  useEffect(() => onUploaded((m) => {
    void queries.invalidateQueries({ queryKey: ["media", "list"] });
    if (kinds.some((k) => k === m.sort)) setChosen((old) => (many ? [...old, m] : [m]));
    // oxlint-disable-next-line react/exhaustive-deps -- kinds are new with every render, and the same
  }), [queries, many]);
  const toggle = (m: Medium) => setChosen((old) => {
    if (old.some((o) => o.id === m.id)) return old.filter((o) => o.id !== m.id);
    return many ? [...old, m] : [m];
  });
  const onFiles = (files: FileList) => void uploads.add(files, space);
  const sort = narrowed.sort ?? (kinds.length === 1 ? kinds[0] : undefined);
  const where = space === "shared" ? "shared" : `${space},shared`;
  return (
    <Modal opened onClose={onClose} title={t("choose")} size="80rem" closeButtonProps={{ "aria-label": c("close") }}>
      <Drop space={spaces.find((s) => s.value === space)?.label ?? space} disabled={!may.allowed} onFiles={onFiles}>
        <Tools value={narrowed} onChange={(patch) => setNarrowed((old) => ({ ...old, ...patch }))} kinds={kinds} withSpace={false}>
          <UploadButton variant="default" reason={may.known && !may.allowed && c("error.403")} onFiles={onFiles} />
        </Tools>
        <div className="p-picker"><Shelf narrowed={{ ...narrowed, sort, space: where }} chosen={new Set(chosen.map((m) => m.id))} onOpen={toggle} /></div>
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={onClose}>{c("cancel")}</Button>
          <Button disabled={chosen.length === 0} onClick={() => onPick(chosen)}>{many ? t("choose.add", { n: chosen.length }) : t("choose.this")}</Button>
        </Group>
      </Drop>
    </Modal>
  );
}
