import { Alert, Group, Stack, Textarea } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, ask, ifMatch, type Schemas } from "../../api/client";
import { Problem } from "../../api/problem";
import { useForm } from "../../kit/form";
import { useNotify } from "../../kit/notify";
import { useMay } from "../../kit/permissions";
import { useTexts } from "../../kit/texts";
import { common } from "../../kit/texts-common";
import { Action } from "../../kit/ui/action";
import { Items } from "../../kit/ui/items";
import { Page } from "../../kit/ui/page";
import { Answered } from "../../kit/ui/states";
import { texts } from "./texts";

type Settings = Schemas["SettingsBody"];

const host = /^(?=.{1,253}$)([\p{L}\p{N}]([\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+[\p{L}\p{N}-]{2,63}$/u;

/** hostsOf reads hosts that were typed, one a line or with commas between them. */
const hostsOf = (text: string): string[] => [...new Set(text.toLowerCase().split(/[\s,;]+/).filter(Boolean))];

/** SettingsPage is what holds for the whole installation. */
export default function SettingsPage() {
  const t = useTexts(texts);
  const queries = useQueryClient();
  const [stale, setStale] = useState(false);
  const settings = useQuery({ queryKey: ["settings"], queryFn: () => ask(api.GET("/api/v1/settings")) });
  const onStale = () => {
    setStale(true);
    void queries.invalidateQueries({ queryKey: ["settings"] });
  };
  return (
    <Page title={t("settings")} lead={t("lead")}>
      {stale && <Alert color="yellow" mb="md" role="status">{t("stale")}</Alert>}
      <Answered query={settings}>{(s) => <Hosts key={s.version} settings={s} onStale={onStale} />}</Answered>
    </Page>
  );
}

function Hosts({ settings, onStale }: { settings: Settings; onStale: () => void }) {
  const t = useTexts(texts);
  const c = useTexts(common);
  const notify = useNotify();
  const queries = useQueryClient();
  const may = useMay({ action: "manage", type: "@settings" });
  const form = useForm<{ externalHosts: string }, Settings>({
    initial: { externalHosts: (settings.externalHosts ?? []).join("\n") },
    check: ({ externalHosts }) => (hostsOf(externalHosts).every((h) => host.test(h)) ? {} : { externalHosts: t("hosts.bad") }),
    submit: async ({ externalHosts }) => {
      try {
        return await ask(api.PATCH("/api/v1/settings", { params: { header: ifMatch(settings.version) }, body: { externalHosts: hostsOf(externalHosts) } as never }));
      } catch (error) {
        if (error instanceof Problem && error.status === 412) onStale();
        throw error;
      }
    },
    onDone: (saved) => {
      queries.setQueryData(["settings"], saved);
      notify.done(t("saved"));
    },
  });
  const refused = form.error instanceof Problem ? form.error.items : [];
  const same = JSON.stringify(hostsOf(form.values.externalHosts)) === JSON.stringify(settings.externalHosts ?? []);
  const reason = may.known && !may.allowed ? c("error.403") : false;
  return (
    <form {...form.form} className="p-card p-pad">
      <Stack maw={720}>
        {form.problem && <Alert color="red" role="alert">{form.problem}</Alert>}
        {refused.length > 1 && <Alert color="red" role="alert"><Items error={form.error} /></Alert>}
        <Textarea
          label={t("hosts")} description={t("hosts.help")} placeholder={t("hosts.placeholder")} readOnly={reason !== false} autosize minRows={4} maxRows={16} spellCheck={false}
          {...form.text("externalHosts")}
        />
        <Group><Action type="submit" reason={reason} loading={form.busy} disabled={same}>{c("save")}</Action></Group>
      </Stack>
    </form>
  );
}
