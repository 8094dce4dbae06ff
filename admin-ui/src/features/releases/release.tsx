import { Alert, Anchor, Button, Group, Modal, Stack, Text } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useIntl } from "react-intl";
import { api, ask, ifMatch } from "../../api/client";
import { confirm } from "../../kit/confirm";
import { useNotify } from "../../kit/notify";
import { sayProblem } from "../../kit/problem-texts";
import { useTexts } from "../../kit/texts";
import { common } from "../../kit/texts-common";
import { Action } from "../../kit/ui/action";
import { Page } from "../../kit/ui/page";
import { Answered } from "../../kit/ui/states";
import { When as Picker } from "../../kit/ui/when";
import { Items } from "./items";
import { type Release, Rename, StateBadge, When } from "./releases";
import { texts } from "./texts";

const route = getRouteApi("/releases/$id");

/** ReleasePage is one release: what goes out, what is missing, and when. */
export default function ReleasePage() {
  const t = useTexts(texts);
  const { id } = route.useParams();
  const params = { path: { id } };
  const release = useQuery({ queryKey: ["releases", id], queryFn: () => ask(api.GET("/api/v1/content-releases/{id}", { params })) });
  const above = <Anchor component={Link} to="/releases" size="sm">← {t("releases")}</Anchor>;
  const r = release.data;
  if (!r) return <Page title={t("release")} above={above}><Answered query={release}>{() => null}</Answered></Page>;
  return (
    <Page
      title={r.name} above={above} badges={<StateBadge release={r} />} actions={<Steps release={r} />}
      lead={<>{r.description && <Text span display="block">{r.description}</Text>}<When release={r} /></>}
    >
      <div className="p-stack">
        <Failure release={r} />
        <Checked release={r} />
      </div>
    </Page>
  );
}

function Failure({ release: r }: { release: Release }) {
  const t = useTexts(texts);
  const intl = useIntl();
  if (!r.failure) return null;
  const date = intl.formatDate(r.failure.at, { dateStyle: "long", timeStyle: "short" });
  return <Alert color="red" icon={<IconAlertTriangle />} title={t("failure", { date })}>{r.failure.message}</Alert>;
}

/** Checked shows the items with what stands in their way; of one that went out, only the items. */
function Checked({ release: r }: { release: Release }) {
  const t = useTexts(texts);
  const live = r.state === "open" || r.state === "scheduled";
  const check = useQuery({
    queryKey: ["releases", r.id, "check", r.version],
    queryFn: () => ask(api.GET("/api/v1/content-releases/{id}/check", { params: { path: { id: r.id } } })),
    enabled: live && (r.items?.length ?? 0) > 0,
  });
  const problems = check.data?.problems ?? [];
  return (
    <>
      {check.data && (
        <Alert color={problems.length > 0 ? "yellow" : "green"} icon={problems.length > 0 ? <IconAlertTriangle /> : <IconCircleCheck />} role="status">
          {problems.length > 0 ? t("check.problems", { n: problems.length }) : t("check.ok")}
        </Alert>
      )}
      <Items release={r} problems={problems} checked={check.data !== undefined} />
    </>
  );
}

function Steps({ release: r }: { release: Release }) {
  const t = useTexts(texts);
  const notify = useNotify();
  const queries = useQueryClient();
  const go = useNavigate();
  const [dialog, setDialog] = useState<"rename" | "schedule">();
  const params = { path: { id: r.id }, header: ifMatch(r.version) };
  const { name } = r;
  const put = (next: Release) => {
    queries.setQueryData(["releases", r.id], next);
    void queries.invalidateQueries({ queryKey: ["releases"] });
  };
  const run = useMutation({
    mutationFn: (what: "publish" | "cancel" | "unschedule") => {
      if (what === "publish") return ask(api.POST("/api/v1/content-releases/{id}/publish", { params }));
      if (what === "cancel") return ask(api.POST("/api/v1/content-releases/{id}/cancel", { params }));
      return ask(api.DELETE("/api/v1/content-releases/{id}/schedule", { params }));
    },
    onSuccess: (next, what) => {
      put(next);
      if (what !== "cancel") notify.done(t(what === "publish" ? "published" : "unscheduled", { name }));
    },
    onError: (error) => {
      notify.failed(error);
      void queries.invalidateQueries({ queryKey: ["releases", r.id] });
    },
  });
  const publish = async () => {
    if (await confirm({ title: t("publish.title", { name }), text: t("publish.text", { n: r.items?.length ?? 0 }), yes: t("publish") })) run.mutate("publish");
  };
  const cancel = async () => {
    if (await confirm({ title: t("cancel.title", { name }), text: t("cancel.text"), yes: t("cancel"), danger: true })) run.mutate("cancel");
  };
  const remove = async () => {
    if (!await confirm({ title: t("delete.title", { name }), text: t("delete.text"), yes: t("delete"), danger: true })) return;
    try {
      await ask(api.DELETE("/api/v1/content-releases/{id}", { params }));
      void queries.invalidateQueries({ queryKey: ["releases", "list"] });
      notify.done(t("deleted", { name }));
      void go({ to: "/releases" });
    } catch (error) {
      notify.failed(error);
    }
  };
  const empty = (r.items?.length ?? 0) === 0 && t("items.empty");
  return (
    <>
      {r.state === "open" && <Button variant="default" onClick={() => setDialog("rename")}>{t("rename")}</Button>}
      {(r.state === "published" || r.state === "cancelled" || r.state === "open") && <Button variant="default" onClick={() => void remove()}>{t("delete")}</Button>}
      {(r.state === "open" || r.state === "scheduled") && <Button variant="default" onClick={() => void cancel()}>{t("cancel")}</Button>}
      {r.state === "scheduled" && <Button variant="default" loading={run.isPending} onClick={() => run.mutate("unschedule")}>{t("open")}</Button>}
      {r.state === "open" && <Action variant="default" reason={empty} onClick={() => setDialog("schedule")}>{t("schedule")}</Action>}
      {(r.state === "open" || r.state === "scheduled") && <Action reason={empty} loading={run.isPending && run.variables === "publish"} onClick={() => void publish()}>{t("publish")}</Action>}
      {dialog === "rename" && <Rename release={r} onClose={() => setDialog(undefined)} />}
      {dialog === "schedule" && <Schedule release={r} onClose={() => setDialog(undefined)} onDone={put} />}
    </>
  );
}

function Schedule({ release: r, onClose, onDone }: { release: Release; onClose: () => void; onDone: (r: Release) => void }) {
  const t = useTexts(texts);
  const c = useTexts(common);
  const intl = useIntl();
  const notify = useNotify();
  const [at, setAt] = useState("");
  const [flaw, setFlaw] = useState<string>();
  const plan = useMutation({
    mutationFn: () => ask(api.POST("/api/v1/content-releases/{id}/schedule", { params: { path: { id: r.id }, header: ifMatch(r.version) }, body: { at } })),
    onSuccess: (next) => {
      onDone(next);
      onClose();
      notify.done(t("scheduled", { name: r.name, date: intl.formatDate(at, { dateStyle: "long", timeStyle: "short" }) }));
    },
  });
  const send = () => (at === "" || new Date(at) <= new Date() ? setFlaw(t("at.missing")) : plan.mutate());
  return (
    <Modal opened onClose={onClose} title={t("schedule")} closeButtonProps={{ "aria-label": c("close") }}>
      <Stack>
        {plan.error && <Alert color="red" role="alert">{sayProblem(c, plan.error)}</Alert>}
        <Picker
          label={t("at")} value={at} future error={flaw}
          onChange={(next) => {
            setAt(next);
            setFlaw(undefined);
          }}
        />
        <Text size="sm" c="dimmed">{t("schedule.help")}</Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>{c("cancel")}</Button>
          <Button loading={plan.isPending} onClick={send}>{t("schedule")}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
