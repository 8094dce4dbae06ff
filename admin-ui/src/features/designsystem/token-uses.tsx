import { Badge, Group, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { api, ask } from "../../api/client";
import { useTexts } from "../../kit/texts";
import { Answered } from "../../kit/ui/states";
import type { Token } from "./queries";
import { texts } from "./texts";
import { referring } from "./tokens";

const route = getRouteApi("/design/drafts/$id");

/** TokenUses is where a token is used: tokens that refer to it, and shared parts whose styles have it, also through others. */
export function TokenUses({ draft, token, tokens, onLeave }: { draft: string; token: Token; tokens: Token[]; onLeave: () => void }) {
  const t = useTexts(texts);
  const search = route.useSearch();
  const uses = useQuery({
    queryKey: ["design", "drafts", draft, "uses", token.path],
    queryFn: () => ask(api.GET("/api/v1/design-system/drafts/{id}/token-uses", { params: { path: { id: draft }, query: { path: token.path } } })),
  });
  const back = referring(tokens, token.path);
  return (
    <div className="p-uses">
      <Text size="sm" fw={560}>{t("uses.tokens", { n: back.length })}</Text>
      <ul className="p-items">
        {back.slice(0, 12).map((x) => (
          <li key={x.path}><Link to="/design/drafts/$id" params={{ id: draft }} search={{ ...search, q: x.path, group: undefined } as never} onClick={onLeave}>{x.path}</Link></li>
        ))}
        {back.length > 12 && <li>{t("uses.more", { n: back.length - 12 })}</li>}
      </ul>
      <Answered query={uses}>
        {(found) => {
          const parts = found.parts ?? [];
          return (
            <>
              <Text size="sm" fw={560} mt="xs">{t("uses.parts", { n: parts.length })}</Text>
              <Group gap={6} mt={4}>{parts.map((p) => <Badge key={p} color="gray">{p}</Badge>)}</Group>
            </>
          );
        }}
      </Answered>
    </div>
  );
}
