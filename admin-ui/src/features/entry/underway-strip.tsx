import { Alert, Group, Stack, Text } from "@mantine/core";
import { IconAlertTriangle, IconCalendarTime, IconPackageExport } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useMemo } from "react";
import { useIntl } from "react-intl";
import { api, ask } from "../../api/client";
import type { ContentType } from "../../kit/model";
import { useNotify } from "../../kit/notify";
import { useNames } from "../../kit/people";
import { accessQuery } from "../../kit/permissions";
import { useMe } from "../../kit/session";
import { useStore } from "../../kit/store";
import { useTexts } from "../../kit/texts";
import { Action } from "../../kit/ui/action";
import { pendingReleases, releasesWith } from "../releases/index";
import { ReviewLine } from "./review-line";
import type { EntryStore } from "./store";
import { texts } from "./texts-publish";
import { type Plan, plansOf, reviewsOf } from "./underway";
import { useLanguages } from "./use-languages";

/** Underway says what is under way with an entry: plans, which can be cancelled; reviews, which can be decided; releases that it is in. */
export function Underway({ store, type }: { store: EntryStore; type: ContentType }) {
  const entry = useStore(store.entry);
  const releases = useQuery(pendingReleases);
  const within = useMemo(() => releasesWith(releases.data ?? [], entry.id), [releases.data, entry.id]);
  const plans = useMemo(() => plansOf(entry.workflow), [entry.workflow]);
  const reviews = useMemo(() => reviewsOf(entry), [entry]);
  if (entry.trashedAt || (plans.length === 0 && reviews.length === 0 && within.length === 0)) return null;
  return (
    <Stack gap="xs" mb="md">
      {plans.map((plan) => <PlanLine key={`${plan.action} ${plan.at} ${plan.locales.join()}`} store={store} plan={plan} />)}
      {reviews.map((r) => <ReviewLine key={r.locales.join()} store={store} type={type} reviewed={r} />)}
      {within.length > 0 && <Releases within={within} />}
    </Stack>
  );
}

function PlanLine({ store, plan }: { store: EntryStore; plan: Plan }) {
  const t = useTexts(texts);
  const intl = useIntl();
  const notify = useNotify();
  const queries = useQueryClient();
  const me = useMe();
  const nameOf = useNames();
  const { list } = useLanguages();
  const entry = useStore(store.entry);
  const may = useQuery(accessQuery({ action: plan.action, type: entry.type, site: entry.space, locale: plan.locales[0] ?? "" }));
  const at = intl.formatDate(plan.at, { dateStyle: "long", timeStyle: "short" });
  const locales = list(plan.locales);
  const cancel = useMutation({
    mutationFn: () => ask(api.DELETE("/api/v1/entries/{id}/schedule", {
      params: { path: { id: entry.id }, query: { action: plan.action, locales: plan.locales } }, querySerializer: { array: { style: "form", explode: false } },
    })),
    onSuccess: (next) => {
      store.adopt(next);
      void queries.invalidateQueries({ queryKey: ["entries"] });
      void queries.invalidateQueries({ queryKey: ["scheduled"] });
      notify.done(t("plan.cancelled"));
    },
    onError: notify.failed,
  });
  const Sign = plan.failure ? IconAlertTriangle : IconCalendarTime;
  return (
    <Alert color={plan.failure ? "red" : "blue"} icon={<Sign />} className="p-underway">
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm">
          {plan.failure ? t(`plan.failed.${plan.action}`, { locales, at, why: plan.failure }) : t(`plan.${plan.action}`, { locales, at, name: nameOf(plan.by), mine: String(plan.by === me.id) })}
        </Text>
        <Action
          size="compact-sm" variant="default" aria-label={plan.failure ? undefined : t("plan.cancel.label", { locales })} loading={cancel.isPending} onClick={() => cancel.mutate()}
          reason={may.data?.allowed === false && t(plan.action === "publish" ? "update.denied" : "end.denied")}
        >
          {t(plan.failure ? "plan.dismiss" : "plan.cancel")}
        </Action>
      </Group>
    </Alert>
  );
}

function Releases({ within }: { within: ReturnType<typeof releasesWith> }) {
  const t = useTexts(texts);
  const intl = useIntl();
  return (
    <Alert color="gray" icon={<IconPackageExport />} className="p-underway">
      {within.map(({ release: r, locales }) => (
        <Text key={r.id} size="sm">
          {t("release.in")} <Link to={`/releases/${r.id}` as string}>{r.name}</Link> ({locales.length > 0 ? locales.join(", ") : t("release.in.all")}
          {r.scheduledAt && `, ${t("release.in.at", { at: intl.formatDate(r.scheduledAt, { dateStyle: "long", timeStyle: "short" }) })}`})
        </Text>
      ))}
    </Alert>
  );
}
