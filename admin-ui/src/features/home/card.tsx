import { Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { Failed, Loading } from "../../kit/ui/states";

interface CardProps {
  title: string;
  query: { isPending: boolean; error: unknown };
  empty: string;
  wide?: boolean;
  /** What stands above the rows. */
  above?: ReactNode;
  children: ReactNode[];
}

/** Card shows a few rows of something, or that there are none. */
export function Card({ title, query, empty, wide, above, children }: CardProps) {
  return (
    <section className="p-card p-home" aria-label={title} data-wide={wide || undefined}>
      <Title order={2}>{title}</Title>
      {query.error ? <Failed error={query.error} /> : query.isPending ? <Loading /> : children.length === 0 ? <Text c="dimmed" size="sm">{empty}</Text> : <>{above}<ul>{children}</ul></>}
    </section>
  );
}
