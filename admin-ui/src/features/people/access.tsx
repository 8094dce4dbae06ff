import { Alert, Group, Select, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useState } from "react";
import { api, ask, type Schemas } from "../../api/client";
import type { Account } from "../../kit/session";
import { useTexts } from "../../kit/texts";
import { Answered } from "../../kit/ui/states";
import { actions, rightsTexts, RightsGrid, useScope } from "../roles/index";
import { texts } from "./texts";

type Decision = Schemas["DecisionBody"];

const route = getRouteApi("/people/$id");

/** Access shows what somebody may do somewhere, as the server decides it, and why. */
export function Access({ person }: { person: Account }) {
  const t = useTexts(texts);
  const r = useTexts(rightsTexts);
  const scope = useScope();
  const { site = "", locale = "" } = route.useSearch();
  const go = route.useNavigate();
  const types = [...scope.content, ...scope.resources].map((c) => c.value);
  const questions = types.flatMap((type) => actions.map((action) => ({
    action, type, ...(site && { site }), ...(locale && !type.startsWith("@") && { locale }),
  })));
  const answers = useQuery({
    queryKey: ["access-of", person.id, questions],
    queryFn: () => decide(person.id, questions),
    enabled: scope.content.length > 0,
  });
  return (
    <section className="p-card">
      <Group p="md" justify="space-between" align="flex-end">
        <div>
          <Title order={2}>{t("access", { name: person.name })}</Title>
          <Text size="sm" c="dimmed" maw={640}>{t("access.help")}</Text>
        </div>
        <Group gap="xs">
          <Select
            aria-label={r("site")} placeholder={r("any.sites")} data={scope.sites} value={site || null} clearable searchable w={190}
            onChange={(v) => void go({ search: (old) => ({ ...old, site: v ?? undefined }), replace: true })}
          />
          <Select
            aria-label={r("locale")} placeholder={r("any.locales")} data={scope.locales} value={locale || null} clearable searchable w={190}
            onChange={(v) => void go({ search: (old) => ({ ...old, locale: v ?? undefined }), replace: true })}
          />
        </Group>
      </Group>
      {person.suspendedAt && <Alert color="yellow" mx="md">{t("access.suspended")}</Alert>}
      <Answered query={answers}>{(all) => <Answers name={person.name} all={all} />}</Answered>
    </section>
  );
}

const most = 200; // questions of one request

async function decide(id: string, questions: Schemas["QuestionBody"][]): Promise<Map<string, Decision>> {
  const out = new Map<string, Decision>();
  for (let at = 0; at < questions.length; at += most) {
    const some = questions.slice(at, at + most);
    const { data } = await ask(api.POST("/api/v1/accounts/{id}/access", { params: { path: { id } }, body: { questions: some } }));
    some.forEach((q, i) => data?.[i] && out.set(`${q.type} ${q.action}`, data[i]));
  }
  return out;
}

function Answers({ name, all }: { name: string; all: Map<string, Decision> }) {
  const t = useTexts(texts);
  const r = useTexts(rightsTexts);
  const scope = useScope();
  const [chosen, setChosen] = useState<{ type: string; action: (typeof actions)[number] }>();
  const why = (d: Decision) => (d.allowed ? t("access.allowed", { roles: (d.roles ?? []).map(scope.roleName).join(", ") }) : t("access.denied"));
  const cell = (type: string, action: string) => {
    const d = all.get(`${type} ${action}`);
    return d && { how: d.allowed ? "all" as const : "none" as const, why: why(d) };
  };
  const decision = chosen && all.get(`${chosen.type} ${chosen.action}`);
  return (
    <>
      <RightsGrid
        label={t("access", { name })} cell={cell}
        onChoose={(type, action) => {
          const known = actions.find((a) => a === action);
          if (known) setChosen({ type, action: known });
        }}
      />
      <div className="p-foot-note" role="status">
        {chosen && decision ? (
          <>
            <Text span fw={600}>{r(`action.${chosen.action}`)} · {scope.typeName(chosen.type)}</Text>
            <Text span> {why(decision)}</Text>
          </>
        ) : <Text c="dimmed" size="sm">{t("access.ask")}</Text>}
      </div>
    </>
  );
}
