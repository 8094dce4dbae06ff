import { Button, Code, Loader, Text, Title } from "@mantine/core";
import { IconAlertTriangle, IconLock, IconMoodEmpty, IconRoadOff, type Icon } from "@tabler/icons-react";
import type { UseQueryResult } from "@tanstack/react-query";
import { type ReactNode, useEffect } from "react";
import { Problem } from "../../api/problem";
import { sayProblem } from "../problem-texts";
import { useTexts } from "../texts";
import { common } from "../texts-common";

/** Loading is what stands where something will. It comes late, so that what is quick does not flicker. */
export function Loading({ label }: { label?: string }) {
  const t = useTexts(common);
  return (
    <div className="p-note p-late" role="status">
      <Loader />
      <Text c="dimmed" size="sm">{label ?? t("loading")}</Text>
    </div>
  );
}

/** Note is a state in the place of content: nothing there yet, no permission, an error. It says what to do next.
    With page it is all that the screen holds. */
export function Note(props: { icon?: Icon; title: string; children?: ReactNode; action?: ReactNode; alert?: boolean; page?: boolean }) {
  const Sign = props.icon ?? IconMoodEmpty;
  const { page, title } = props;
  useEffect(() => {
    if (page) document.title = `${title} · Portico`;
  }, [page, title]);
  return (
    <div className="p-note" role={props.alert ? "alert" : undefined}>
      <Sign size={36} stroke={1.4} aria-hidden />
      <Title order={page ? 1 : 2} size="h2" id={page ? "page-title" : undefined} tabIndex={page ? -1 : undefined}>{title}</Title>
      {props.children && <Text c="dimmed" maw={520}>{props.children}</Text>}
      {props.action}
    </div>
  );
}

/** Failed says what went wrong and offers to try again. */
export function Failed({ error, onRetry, page = false }: { error: unknown; onRetry?: () => void; page?: boolean }) {
  const t = useTexts(common);
  if (error instanceof Problem && error.status === 403) {
    return <Note icon={IconLock} title={t("denied")} page={page}>{t("denied.help")}</Note>;
  }
  const again = onRetry && <Button variant="default" onClick={onRetry}>{t("retry")}</Button>;
  return (
    <Note icon={IconAlertTriangle} title={t("error.title")} action={again} alert page={page}>
      {sayProblem(t, error)} {error instanceof Problem && error.id && <Code>{t("error.id", { id: error.id })}</Code>}
    </Note>
  );
}

/** Answered shows what a query found, or that it still asks, or why it found nothing. */
export function Answered<T>({ query, children }: { query: UseQueryResult<T>; children: (data: T) => ReactNode }) {
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.error) return <Failed error={query.error} onRetry={() => void query.refetch()} />;
  return <Loading />;
}

/** NotFound is for addresses that lead nowhere. */
export function NotFound() {
  const t = useTexts(common);
  return <Note icon={IconRoadOff} page title={t("notFound")} action={<Button component="a" href="/" variant="default">{t("toHome")}</Button>}>{t("notFound.help")}</Note>;
}
