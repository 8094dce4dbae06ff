import { Alert, Button, Group, Modal, Select, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQueries, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useMemo, useState } from "react";
import { api, ask, idempotent } from "../../api/client";
import { Problem } from "../../api/problem";
import { language } from "../../kit/language";
import { type ContentType, sitesQuery, titleFields } from "../../kit/model";
import { useNotify } from "../../kit/notify";
import { accessQuery } from "../../kit/permissions";
import { sayItem } from "../../kit/item-texts";
import { sayProblem } from "../../kit/problem-texts";
import { useStore } from "../../kit/store";
import { labelIn, useTexts } from "../../kit/texts";
import { common } from "../../kit/texts-common";
import { Action } from "../../kit/ui/action";
import { texts } from "./texts-reference";

interface Props {
  type: ContentType;
  locale: string;
  /** Of the entry that will refer to it. */
  space: string;
  /** What was searched for: the title, at first. */
  words: string;
  onMade: (id: string) => void;
  onClose: () => void;
}

/** NewReferenced makes an entry that has nothing but a title yet, where the one that refers to it can see it: in its own space, its
    parent's, or what all sites share. */
export function NewReferenced({ type, locale, space, words, onMade, onClose }: Props) {
  const t = useTexts(texts);
  const c = useTexts(common);
  const ui = useStore(language);
  const notify = useNotify();
  const queries = useQueryClient();
  const spaces = useSpaces(type.name, space);
  const [chosen, setChosen] = useState<string>();
  const where = chosen ?? spaces.able[0];
  const fields = titleFields(type);
  const [typed, setTyped] = useState<Record<string, string>>(fields[0] ? { [fields[0].name]: words } : {});
  const filled = fields.map((f) => ({ ...f, text: (typed[f.name] ?? "").trim() })).filter((f) => f.text !== "");
  const title = filled.map((f) => f.text).join(" ");
  const [flaw, setFlaw] = useState<string>();
  // The same request again is carried out once; another title or space is another request.
  // eslint-disable-next-line react-hooks/exhaustive-deps -- these are what makes it another
  const key = useMemo(idempotent, [typed, where]);
  const make = useMutation({
    mutationFn: (to: string) => {
      const values = (localized: boolean) => Object.fromEntries(filled.filter((f) => f.localized === localized).map((f) => [f.name, f.text]));
      return ask(api.POST("/api/v1/entries", { body: { type: type.name, space: to, shared: values(false), locales: { [locale]: values(true) } }, headers: key }));
    },
    onSuccess: (entry) => {
      void queries.invalidateQueries({ queryKey: ["entries"] });
      notify.done(t("create.done", { title }));
      onMade(entry.id);
    },
  });
  const send = (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation(); // of a form that this stands in
    if (title === "" && fields.length > 0) setFlaw(t("create.title"));
    else if (where) make.mutate(where);
  };
  const items = make.error instanceof Problem ? make.error.items.map((i) => sayItem(c, i)) : [];
  return (
    <Modal opened onClose={onClose} title={t("create", { type: labelIn(type.label, ui) })} closeButtonProps={{ "aria-label": c("close") }}>
      <form onSubmit={send} noValidate>
        <Stack>
          {make.error && <Alert color="red" role="alert">{[sayProblem(c, make.error), ...items].join(" ")}</Alert>}
          {fields.map((f, i) => (
            <TextInput
              key={f.name} data-autofocus={i === 0 || undefined} label={labelIn(f.label, ui)} value={typed[f.name] ?? ""} maxLength={f.maxLength ?? 400}
              error={i === 0 && flaw} dir="auto"
              onChange={(e) => {
                const { value } = e.currentTarget;
                setTyped((all) => ({ ...all, [f.name]: value }));
                setFlaw(undefined);
              }}
            />
          ))}
          {spaces.able.length > 1 && <Select label={t("site")} allowDeselect={false} value={where ?? null} onChange={(v) => v && setChosen(v)} data={spaces.able.map((s) => ({ value: s, label: spaces.name(s) }))} />}
          <Text size="sm" c="dimmed">{t("create.help")}</Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>{c("back")}</Button>
            <Action type="submit" loading={make.isPending} reason={spaces.known && !where && t("create.denied")}>{t("create", { type: labelIn(type.label, ui) })}</Action>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

/** useSpaces gives the spaces that an entry of a space can refer to, as far as the person may create there; the nearest first. */
function useSpaces(type: string, space: string) {
  const c = useTexts(common);
  const sites = useQuery(sitesQuery).data ?? [];
  const parent = sites.find((s) => s.key === space)?.parent;
  const near = [...new Set([space, ...(parent ? [parent] : []), "shared"])];
  const answers = useQueries({ queries: near.map((site) => accessQuery({ action: "create", type, site })) });
  return {
    able: near.filter((_, i) => answers[i]?.data?.allowed), known: answers.every((a) => a.data !== undefined),
    name: (key: string) => (key === "shared" ? c("where.shared") : (sites.find((s) => s.key === key)?.name ?? key)),
  };
}
