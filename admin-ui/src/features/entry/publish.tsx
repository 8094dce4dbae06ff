import { Alert, Button, Checkbox, Group, Modal, SegmentedControl, Stack, Text, Title } from "@mantine/core";
import { DateTimePicker } from "@mantine/dates";
import { IconSend } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useIntl } from "react-intl";
import { api, ask, ifMatch } from "../../api/client";
import { Problem } from "../../api/problem";
import { language } from "../../kit/language";
import type { ContentType } from "../../kit/model";
import { useNotify } from "../../kit/notify";
import { accessQuery } from "../../kit/permissions";
import { sayItem } from "../../kit/item-texts";
import { sayProblem } from "../../kit/problem-texts";
import { useStore } from "../../kit/store";
import { useTexts } from "../../kit/texts";
import { common } from "../../kit/texts-common";
import { Action } from "../../kit/ui/action";
import { Diff } from "./diff";
import { steps } from "./document";
import { idOf } from "./fields/frame";
import { useFieldName } from "./field-name";
import type { Entry, EntryStore } from "./store";
import { texts } from "./texts";

interface Props {
  store: EntryStore;
  type: ContentType;
  title: string;
  locales: string[];
  locale: string;
  opened: boolean;
  onOpen: (opened: boolean) => void;
}

/** waiting says which locales have something that readers do not see yet. */
const waiting = (entry: Entry, tag: string) => entry.locales[tag] !== undefined && entry.status[tag] !== "published";

/** Publish opens the dialog; before, what is written is saved. */
export function Publish(props: Props) {
  const t = useTexts(texts);
  const { store, opened, onOpen } = props;
  const entry = useStore(store.entry);
  const action = props.type.review ? "submit" : "publish";
  const may = useQuery(accessQuery({ action, type: entry.type, site: entry.space, locale: props.locale }));
  const reason = (entry.trashedAt && t("locked.trash")) || (may.data && !may.data.allowed && t("publish.denied"));
  const open = async () => {
    await store.save();
    if (store.saving.get().state === "saved") onOpen(true);
  };
  return (
    <>
      <Action leftSection={<IconSend size={16} />} onClick={() => void open()} reason={reason}>{t("publish")}</Action>
      {opened && <Dialog {...props} />}
    </>
  );
}

function Dialog({ store, type, title, locales, locale, onOpen }: Props) {
  const t = useTexts(texts);
  const c = useTexts(common);
  const ui = useStore(language);
  const intl = useIntl();
  const notify = useNotify();
  const queries = useQueryClient();
  const entry = useStore(store.entry);
  const written = locales.filter((l) => entry.locales[l] !== undefined);
  const [chosen, setChosen] = useState(() => (waiting(entry, locale) ? [locale] : written.filter((l) => waiting(entry, l))));
  const [when, setWhen] = useState("now");
  const [at, setAt] = useState<string | null>(null);
  const [opened] = useState(() => new Date());
  const check = useQuery({
    queryKey: ["entry-check", entry.id, entry.version, "publish", chosen],
    queryFn: async () => (await ask(api.GET("/api/v1/entries/{id}/check", { params: { path: { id: entry.id }, query: { locales: chosen } }, querySerializer: () => `locales=${chosen.join(",")}` }))).problems ?? [],
    enabled: chosen.length > 0,
  });
  const problems = chosen.length > 0 ? (check.data ?? []) : [];
  const later = when === "later";
  const review = type.review && !chosen.every((l) => entry.workflow[l]?.review?.state === "approved");
  const moment = at ? new Date(at) : undefined;
  const act = useMutation({
    mutationFn: () => {
      const base = { params: { path: { id: entry.id }, header: ifMatch(entry.version) } };
      if (review) return ask(api.POST("/api/v1/entries/{id}/submit", { ...base, body: { locales: chosen } }));
      if (later && moment) return ask(api.POST("/api/v1/entries/{id}/schedule", { ...base, body: { action: "publish", at: moment.toISOString(), locales: chosen } }));
      return ask(api.POST("/api/v1/entries/{id}/publish", { ...base, body: { locales: chosen } }));
    },
    onSuccess: (next) => {
      store.adopt(next);
      void queries.invalidateQueries({ queryKey: ["entries"] });
      notify.done(review ? t("publish.submitted") : later && moment ? t("publish.planned", { at: intl.formatDate(moment, { dateStyle: "long", timeStyle: "short" }) }) : t("publish.done", { locales: chosen.join(", ") }));
      onOpen(false);
    },
  });
  const stop = chosen.length === 0 ? t("publish.none") : problems.length > 0 ? t("publish.stops") : later && (!moment || moment < opened) ? t("publish.when.past") : false;
  const toggle = (tag: string, on: boolean) => setChosen(locales.filter((l) => (l === tag ? on : chosen.includes(l))));
  return (
    <Modal opened onClose={() => onOpen(false)} size="lg" title={t("publish.title", { title })} closeButtonProps={{ "aria-label": c("close") }}>
      <Stack>
        {review && <Alert color="blue">{t("publish.review")}</Alert>}
        {act.error && <Alert color="red" role="alert">{sayProblem(c, act.error)} {act.error instanceof Problem && act.error.items.map((i) => sayItem(c, i)).join(" ")}</Alert>}
        {written.every((l) => !waiting(entry, l)) && <Text c="dimmed">{t("publish.nothing")}</Text>}
        <Checkbox.Group label={t("publish.locales")} value={chosen}>
          <Group mt={6}>
            {written.map((l) => <Checkbox key={l} value={l} label={intl.formatDisplayName(l, { type: "language" }) ?? l} onChange={(e) => toggle(l, e.currentTarget.checked)} />)}
          </Group>
        </Checkbox.Group>
        {!review && (
          <Group align="flex-end">
            <SegmentedControl aria-label={t("publish.at")} value={when} onChange={setWhen} data={[{ value: "now", label: t("publish.now") }, { value: "later", label: t("publish.later") }]} />
            {later && <DateTimePicker aria-label={t("publish.at")} locale={ui} firstDayOfWeek={1} valueFormat={ui === "fr" ? "D MMMM YYYY HH:mm" : "MMMM D, YYYY h:mm A"} minDate={opened} value={at} onChange={setAt} w={260} />}
          </Group>
        )}
        {problems.length > 0 && (
          <Alert color="red" title={t("publish.stops")}>
            <Problems problems={problems} type={type} onJump={() => onOpen(false)} />
          </Alert>
        )}
        <section className="p-changes" tabIndex={0} aria-label={t("publish.changes")}>
          <Title order={3} mb={6}>{t("publish.changes")}</Title>
          <Diff id={entry.id} type={type} from="published" to="draft" version={entry.version} locales={chosen} />
        </section>
        <Group justify="flex-end">
          <Button variant="default" onClick={() => onOpen(false)}>{c("cancel")}</Button>
          <Action onClick={() => act.mutate()} loading={act.isPending} reason={stop} data-autofocus>{t(review ? "publish.submit" : "publish")}</Action>
        </Group>
      </Stack>
    </Modal>
  );
}

/** Problems lists what stands in the way; each leads to its field. */
export function Problems({ problems, type, onJump }: { problems: { pointer?: string; code: string; message: string }[]; type: ContentType; onJump?: () => void }) {
  const t = useTexts(texts);
  const c = useTexts(common);
  const nameOf = useFieldName(type);
  return (
    <ul className="p-problems">
      {problems.map((p) => (
        <li key={`${p.pointer ?? ""} ${p.code}`}>
          {p.pointer ? <JumpLink pointer={p.pointer} label={t("check.jump", { field: nameOf(p.pointer) })} onJump={onJump}>{nameOf(p.pointer)}</JumpLink> : null} – {sayItem(c, p)}
        </li>
      ))}
    </ul>
  );
}

function JumpLink({ pointer, label, onJump, children }: { pointer: string; label: string; onJump: (() => void) | undefined; children: string }) {
  const { jump } = useJump();
  return <button type="button" className="p-jump" title={label} onClick={() => { onJump?.(); jump(pointer); }}>{children}</button>;
}

/** useJump goes to the field of a pointer, in whatever language it is. */
function useJump() {
  const jump = (to: string) => {
    const [where, tag] = steps(to);
    if (where === "locales" && tag) document.querySelector<HTMLElement>(`[role=tab][data-tag="${CSS.escape(tag)}"]`)?.click();
    setTimeout(() => {
      const path = steps(to);
      for (let n = path.length; n > 0; n--) {
        const found = document.getElementById(idOf(path.slice(0, n)));
        if (!found) continue;
        found.scrollIntoView({ block: "center", behavior: "smooth" });
        found.focus({ preventScroll: true });
        return;
      }
    }, 120);
  };
  return { jump };
}
