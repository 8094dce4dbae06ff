import { Alert, Button, Drawer, Group, Stack, Text, TextInput, Title } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, ask, ifMatch } from "../../api/client";
import { Problem } from "../../api/problem";
import { confirm } from "../../kit/confirm";
import { useForm } from "../../kit/form";
import { language } from "../../kit/language";
import { sitesQuery } from "../../kit/model";
import { useNotify } from "../../kit/notify";
import { useNames } from "../../kit/people";
import { useMay } from "../../kit/permissions";
import { useStore } from "../../kit/store";
import { useTexts } from "../../kit/texts";
import { common } from "../../kit/texts-common";
import { Action } from "../../kit/ui/action";
import { Moment } from "../../kit/ui/moment";
import { Answered } from "../../kit/ui/states";
import { MissingAlt, useSize } from "./browse";
import { altIn, fileOf, localesOf, type Medium, mediumQuery, patchOf } from "./medium";
import { texts } from "./texts";
import { Uses } from "./uses";

/** MediumDrawer is one medium: what it is, what it says to who does not see it, and where it is shown. */
export function MediumDrawer({ id, onClose }: { id: string; onClose: () => void }) {
  const t = useTexts(texts);
  const c = useTexts(common);
  const medium = useQuery(mediumQuery(id));
  return (
    <Drawer opened onClose={onClose} position="right" size="lg" title={medium.data?.file ?? t("media")} closeButtonProps={{ "aria-label": c("close") }}>
      <Answered query={medium}>{(m) => <Opened key={m.version} medium={m} onClose={onClose} />}</Answered>
    </Drawer>
  );
}

function Opened({ medium: m, onClose }: { medium: Medium; onClose: () => void }) {
  const t = useTexts(texts);
  const name = useNames();
  const size = useSize();
  return (
    <Stack gap="lg">
      <Preview medium={m} />
      <Text size="sm" c="dimmed">
        {m.type} · {size(m.size)}{m.width ? ` · ${t("pixels", { width: m.width, height: m.height ?? 0 })}` : ""} · {m.space}<br />
        {t("uploaded", { name: name(m.createdBy) })}, <Moment at={m.createdAt} />
      </Text>
      <Group gap="xs">
        <Button component="a" href={fileOf(m.id)} target="_blank" rel="noreferrer" variant="default" size="compact-sm">{t("open")}</Button>
        <MissingAlt medium={m} whole />
      </Group>
      <Words medium={m} />
      <section><Title order={3} mb="xs">{t("uses")}</Title><Uses id={m.id} /></section>
      <Remove medium={m} onClose={onClose} />
    </Stack>
  );
}

function Preview({ medium: m }: { medium: Medium }) {
  const locale = useStore(language);
  if (m.sort === "image") return <div className="p-medium-shown"><img src={fileOf(m.id)} alt={altIn(m, locale)} width={m.width} height={m.height} /></div>;
  // What a film or a sound says is up to its file: there are no captions apart from it yet.
  // oxlint-disable-next-line jsx-a11y/media-has-caption
  if (m.sort === "video") return <div className="p-medium-shown"><video src={fileOf(m.id)} controls preload="metadata" /></div>;
  // oxlint-disable-next-line jsx-a11y/media-has-caption
  if (m.sort === "audio") return <audio src={fileOf(m.id)} controls preload="metadata" />;
  return null;
}

interface Values {
  file: string;
  alt: Record<string, string>;
}

function Words({ medium: m }: { medium: Medium }) {
  const t = useTexts(texts);
  const c = useTexts(common);
  const locale = useStore(language);
  const notify = useNotify();
  const queries = useQueryClient();
  const sites = useQuery(sitesQuery).data ?? [];
  const tags = [...new Set([...localesOf(m.space, sites), ...Object.keys(m.alt)])].sort();
  const names = new Intl.DisplayNames([locale], { type: "language" });
  const may = useMay({ action: "update", type: "@media", site: m.space });
  const form = useForm<Values, Medium>({
    initial: { file: m.file, alt: { ...m.alt } },
    check: ({ file }) => (file.trim() === "" ? { file: t("file.missing") } : {}),
    submit: async (values) => {
      const patch = patchOf(m, values);
      if (!patch) return m;
      return ask(api.PATCH("/api/v1/media/{id}", { params: { path: { id: m.id }, header: ifMatch(m.version) }, body: patch as never }));
    },
    onDone: (saved) => {
      queries.setQueryData(["media", m.id], saved);
      void queries.invalidateQueries({ queryKey: ["media", "list"] });
      notify.done(t("saved", { file: saved.file }));
    },
  });
  const stale = form.error instanceof Problem && form.error.status === 412;
  return (
    <form {...form.form}>
      <Stack>
        {form.problem && <Alert color="red" role="alert">{stale ? t("stale") : form.problem}</Alert>}
        <TextInput label={t("file")} maxLength={200} {...form.text("file")} />
        {m.sort === "image" && (
          <fieldset className="p-rule">
            <legend>{t("alt")}</legend>
            <Text size="sm" c="dimmed">{t("alt.help")}</Text>
            {form.flaws.alt && <Alert color="red">{form.flaws.alt}</Alert>}
            {tags.map((tag) => (
              <TextInput
                key={tag} label={t("alt.in", { language: names.of(tag) ?? tag })} lang={tag} dir="auto" maxLength={500} value={form.values.alt[tag] ?? ""}
                onChange={(e) => form.set({ alt: { ...form.values.alt, [tag]: e.currentTarget.value } })}
              />
            ))}
          </fieldset>
        )}
        <Group><Action type="submit" loading={form.busy} reason={may.known && !may.allowed && c("error.403")}>{c("save")}</Action></Group>
      </Stack>
    </form>
  );
}

function Remove({ medium: m, onClose }: { medium: Medium; onClose: () => void }) {
  const t = useTexts(texts);
  const c = useTexts(common);
  const notify = useNotify();
  const queries = useQueryClient();
  const [refused, setRefused] = useState(false);
  const may = useMay({ action: "delete", type: "@media", site: m.space });
  const remove = async () => {
    if (!await confirm({ title: t("delete.title", { file: m.file }), text: t("delete.text"), yes: t("delete"), danger: true })) return;
    try {
      await ask(api.DELETE("/api/v1/media/{id}", { params: { path: { id: m.id }, header: ifMatch(m.version) } }));
      notify.done(t("deleted", { file: m.file }));
      void queries.invalidateQueries({ queryKey: ["media", "list"] });
      onClose();
    } catch (error) {
      if (error instanceof Problem && error.status === 409) setRefused(true);
      else notify.failed(error);
    }
  };
  return (
    <section>
      {refused && <Alert color="red" role="alert" mb="sm"><Text size="sm" mb="xs">{t("delete.used")}</Text><Uses id={m.id} /></Alert>}
      <Action variant="default" reason={may.known && !may.allowed && c("error.403")} onClick={() => void remove()}>{t("delete")}</Action>
    </section>
  );
}
