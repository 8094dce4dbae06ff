import { Button, Checkbox, Group, Modal, Select, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { Problem } from "../../api/problem";
import { confirm } from "../../kit/confirm";
import { useTexts } from "../../kit/texts";
import { common } from "../../kit/texts-common";
import type { Draft, Token, Versioned } from "./queries";
import { Refusal } from "./refusal";
import { changesTo, type Said, saidOf, targets } from "./structure";
import { texts } from "./texts";
import { useChange } from "./use-change";

interface Props {
  draft: Versioned<Draft>;
  token: Token;
  onClose: () => void;
}

/** TokenStructure renames and removes a token or a group around it, and says what a token is for and whether it ends. */
export function TokenStructure({ draft, token, onClose }: Props) {
  const t = useTexts(texts);
  const c = useTexts(common);
  const [target, setTarget] = useState(token.path);
  const was = useMemo(() => saidOf(token, target), [token, target]);
  const [said, setSaid] = useState<Said>(was);
  const change = useChange(draft, { says: t("saved", { path: target }), close: onClose });
  const remove = useChange(draft, { says: t("removed", { path: target }), close: onClose });
  const changes = changesTo(target, was, said);
  const error = change.error ?? remove.error;
  const stale = error instanceof Problem && error.status === 412;
  const put = (patch: Partial<Said>) => setSaid((old) => ({ ...old, ...patch }));
  const choose = (path: string) => {
    setTarget(path);
    setSaid(saidOf(token, path));
  };
  const ends = async () => {
    if (await confirm({ title: t("remove.title", { path: target }), text: t("remove.text"), yes: t("remove"), danger: true })) remove.mutate([{ kind: "remove", path: target }]);
  };
  return (
    <Modal opened onClose={onClose} title={t("structure", { path: token.path })} size="lg" closeButtonProps={{ "aria-label": c("close") }}>
      <Stack>
        {error && <Refusal error={error} {...(stale && { title: t("stale") })} />}
        <Select
          label={t("structure.target")} value={target} allowDeselect={false} onChange={(path) => path && choose(path)}
          data={targets(token.path).map((path) => ({ value: path, label: path === token.path ? path : t("structure.group", { path }) }))}
        />
        {was.name !== "" && <TextInput label={t("structure.name")} description={t("structure.name.hint")} value={said.name} maxLength={200} spellCheck={false} classNames={{ input: "p-mono" }} onChange={(e) => put({ name: e.currentTarget.value })} />}
        {target === token.path && <Words said={said} put={put} />}
        <Group justify="space-between">
          <Button variant="subtle" color="red" leftSection={<IconTrash size={16} />} loading={remove.isPending} onClick={() => void ends()}>{t("remove")}</Button>
          <Group>
            <Button variant="default" onClick={onClose}>{c("cancel")}</Button>
            <Button loading={change.isPending} disabled={changes.length === 0 || (was.name !== "" && said.name.trim() === "")} onClick={() => change.mutate(changes)}>{c("save")}</Button>
          </Group>
        </Group>
      </Stack>
    </Modal>
  );
}

function Words({ said, put }: { said: Said; put: (patch: Partial<Said>) => void }) {
  const t = useTexts(texts);
  return (
    <>
      <Textarea label={t("structure.description")} autosize minRows={2} maxRows={6} maxLength={2000} value={said.description} onChange={(e) => put({ description: e.currentTarget.value })} />
      <Checkbox label={t("deprecated")} description={t("structure.deprecated.hint")} checked={said.deprecated} onChange={(e) => put({ deprecated: e.currentTarget.checked })} />
      {said.deprecated && <TextInput label={t("structure.reason")} placeholder={t("structure.reason.hint")} maxLength={2000} value={said.reason} onChange={(e) => put({ reason: e.currentTarget.value })} />}
      <Text size="sm" c="dimmed">{t("structure.help")}</Text>
    </>
  );
}
