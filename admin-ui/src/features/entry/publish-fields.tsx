import { Alert, Select, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useIntl } from "react-intl";
import { useMe } from "../../kit/session";
import { useTexts } from "../../kit/texts";
import { pendingReleases, releasesWith } from "../releases/index";
import { colleaguesQuery } from "./colleagues";
import { texts } from "./texts-publish";

/** An Ask is who is asked to review, "" whoever may, and what they are told. */
export interface Ask {
  assignee: string;
  note: string;
}

interface AskProps {
  /** The entry's id. */
  entry: string;
  locales: readonly string[];
  value: Ask;
  onChange: (next: Ask) => void;
  flaw: string | undefined;
}

/** AskReview asks who of those who may approve these locales is to review, and what for. */
export function AskReview({ entry, locales, value, onChange, flaw }: AskProps) {
  const t = useTexts(texts);
  const me = useMe();
  const people = useQuery(colleaguesQuery(entry)).data ?? [];
  const able = people.filter((one) => one.id !== me.id && locales.every((l) => one.approves?.includes(l)));
  const others = able.map((one) => ({ value: one.id, label: one.name }));
  return (
    <Stack gap="sm">
      <Select
        label={t("reviewer")} searchable allowDeselect={false} data={[{ value: "", label: t("reviewer.any") }, ...others]} value={value.assignee} error={flaw}
        onChange={(assignee) => onChange({ ...value, assignee: assignee ?? "" })}
      />
      <Textarea
        label={t("note")} placeholder={t("note.hint")} autosize minRows={2} maxRows={6} maxLength={2000} value={value.note}
        onChange={(e) => onChange({ ...value, note: e.currentTarget.value })}
      />
    </Stack>
  );
}

/** Into is the release that something goes into: one that is open, or a new one with a name. */
export interface Into {
  id: string;
  name: string;
}

const fresh = "new";

/** ChooseRelease chooses an open release, or names a new one; and says which ones the entry is in already. */
export function ChooseRelease({ entry, value, onChange }: { entry: string; value: Into; onChange: (next: Into) => void }) {
  const t = useTexts(texts);
  const intl = useIntl();
  const releases = useQuery(pendingReleases);
  const open = (releases.data ?? []).filter((r) => r.state === "open");
  const within = releasesWith(releases.data ?? [], entry);
  const making = releases.data !== undefined && (open.length === 0 || value.id === fresh);
  const replaces = within.some((w) => w.release.id === value.id);
  return (
    <Stack gap="sm">
      {open.length > 0 && (
        <Select
          label={t("release")} searchable allowDeselect={false} value={value.id || null} placeholder={t("release.missing")}
          data={[...open.map((r) => ({ value: r.id, label: r.name })), { value: fresh, label: t("release.new") }]} onChange={(id) => onChange({ ...value, id: id ?? "" })}
        />
      )}
      {making && <TextInput label={t("release.name")} maxLength={200} value={value.name} onChange={(e) => onChange({ ...value, name: e.currentTarget.value })} />}
      {within.map(({ release: r, locales }) => (
        <Text key={r.id} size="sm" c="dimmed">
          {t("release.in")} <b>{r.name}</b> ({locales.length > 0 ? locales.join(", ") : t("release.in.all")}
          {r.scheduledAt && `, ${t("release.in.at", { at: intl.formatDate(r.scheduledAt, { dateStyle: "long", timeStyle: "short" }) })}`})
        </Text>
      ))}
      {replaces && <Alert color="blue">{t("release.replaces")}</Alert>}
    </Stack>
  );
}

/** intoOf says what was chosen; undefined where nothing was yet. */
export function intoOf({ id, name }: Into): { id: string } | { name: string } | undefined {
  if (id !== "" && id !== fresh) return { id };
  return name.trim() === "" ? undefined : { name: name.trim() };
}
