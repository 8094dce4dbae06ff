import { Alert, Button, Group, Modal, Select, Stack, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Problem } from "../../api/problem";
import { useNotify } from "../../kit/notify";
import { sayItem } from "../../kit/item-texts";
import { sayProblem } from "../../kit/problem-texts";
import { useTexts } from "../../kit/texts";
import { common } from "../../kit/texts-common";
import { Action } from "../../kit/ui/action";
import { addToRelease, pendingReleases } from "./index";
import { texts } from "./texts";

/** AddEntries puts entries into an open release, or into a new one, in all their languages. */
export default function AddEntries({ ids, onClose, onDone }: { ids: string[]; onClose: () => void; onDone: () => void }) {
  const t = useTexts(texts);
  const c = useTexts(common);
  const notify = useNotify();
  const queries = useQueryClient();
  const open = (useQuery(pendingReleases).data ?? []).filter((r) => r.state === "open");
  const [id, setId] = useState("");
  const [name, setName] = useState("");
  const add = useMutation({
    mutationFn: () => addToRelease(queries, id ? { id } : { name }, ids.map((entry) => ({ entry }))),
    onSuccess: (release) => {
      notify.done(t("added.n", { n: ids.length, name: release.name }));
      onClose();
      onDone();
    },
  });
  const items = add.error instanceof Problem ? add.error.items.slice(0, 5).map((i) => sayItem(c, i)) : [];
  return (
    <Modal opened onClose={onClose} title={t("add.to")} closeButtonProps={{ "aria-label": c("close") }}>
      <Stack>
        {add.error && <Alert color="red" role="alert">{[sayProblem(c, add.error), ...items].join(" ")}</Alert>}
        {open.length > 0 && <Select label={t("release")} data={[{ value: "", label: t("new") }, ...open.map((r) => ({ value: r.id, label: r.name }))]} value={id} allowDeselect={false} onChange={(v) => setId(v ?? "")} />}
        {id === "" && <TextInput label={t("name")} value={name} maxLength={200} onChange={(e) => setName(e.currentTarget.value)} data-autofocus />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>{c("cancel")}</Button>
          <Action reason={id === "" && name.trim() === "" && t("name.missing")} loading={add.isPending} onClick={() => add.mutate()}>{c("add")}</Action>
        </Group>
      </Stack>
    </Modal>
  );
}
