import { Badge, Button, Table, Title, VisuallyHidden } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, ask } from "../../api/client";
import { useNotify } from "../../kit/notify";
import { useTexts } from "../../kit/texts";
import { Moment } from "../../kit/ui/moment";
import { Answered } from "../../kit/ui/states";
import { texts } from "./texts";

/** Tokens are the previews that one has shared. */
export function Tokens() {
  const t = useTexts(texts);
  const notify = useNotify();
  const queries = useQueryClient();
  const list = useQuery({ queryKey: ["preview-tokens"], queryFn: async () => (await ask(api.GET("/api/v1/preview-tokens"))).data ?? [] });
  const revoke = useMutation({
    mutationFn: (id: string) => ask(api.DELETE("/api/v1/preview-tokens/{id}", { params: { path: { id } } })),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ["preview-tokens"] });
      notify.done(t("revoked"));
    },
    onError: notify.failed,
  });
  return (
    <section className="p-card p-gap">
      <Title order={2} id="shared" className="p-pad-flat">{t("shared")}</Title>
      <Answered query={list}>
        {(tokens) => tokens.length === 0 ? <p className="p-quiet p-pad-flat">{t("shared.none")}</p> : (
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it may be wider than the window
          <div className="p-table" tabIndex={0} role="region" aria-labelledby="shared">
            <Table>
              <Table.Thead><Table.Tr><Table.Th>{t("share.name")}</Table.Th><Table.Th>{t("site")}</Table.Th><Table.Th>{t("made")}</Table.Th><Table.Th>{t("ends")}</Table.Th><Table.Th>{t("state")}</Table.Th><Table.Th><VisuallyHidden>{t("revoke")}</VisuallyHidden></Table.Th></Table.Tr></Table.Thead>
              <Table.Tbody>
                {tokens.map((k) => (
                  <Table.Tr key={k.id}>
                    <Table.Td>{k.name}</Table.Td><Table.Td>{k.site}</Table.Td><Table.Td><Moment at={k.createdAt} /></Table.Td><Table.Td><Moment at={k.expiresAt} /></Table.Td>
                    <Table.Td>{k.live ? <Badge color={k.exchangedAt ? "blue" : "green"}>{t(k.exchangedAt ? "state.open" : "state.live")}</Badge> : <Badge color="gray">{t("state.ended")}</Badge>}</Table.Td>
                    <Table.Td ta="end">{k.live && <Button size="compact-sm" variant="default" loading={revoke.isPending && revoke.variables === k.id} onClick={() => revoke.mutate(k.id)}>{t("revoke")}</Button>}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </div>
        )}
      </Answered>
    </section>
  );
}
