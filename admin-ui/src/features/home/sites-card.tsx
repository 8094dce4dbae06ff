import { Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useIntl } from "react-intl";
import { sitesQuery } from "../../kit/model";
import { useTexts } from "../../kit/texts";
import { StatusBadge } from "../sites/index";
import { Card } from "./card";
import { texts } from "./texts";

/** Sites is every site and how it comes along. */
export function Sites() {
  const t = useTexts(texts);
  const intl = useIntl();
  const query = useQuery(sitesQuery);
  return (
    <Card title={t("sites")} query={query} empty={t("sites.none")} wide>
      {(query.data ?? []).map((s) => (
        <li key={s.key}>
          <span className="p-grow">
            <Link to="/sites/$key" params={{ key: s.key }} className="p-title" dir="auto">{s.name}</Link>
            <Text size="xs" c="dimmed" truncate>{s.stack}{s.targetDate && s.status !== "aligned" ? ` · ${t("target", { date: intl.formatDate(s.targetDate, { dateStyle: "medium", timeZone: "UTC" }) })}` : ""}</Text>
          </span>
          <StatusBadge status={s.status} />
        </li>
      ))}
    </Card>
  );
}
