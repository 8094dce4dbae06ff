import { Button, Group, List, Text, ThemeIcon, Title } from "@mantine/core";
import { IconArrowRight, IconEye, IconWorldPlus, IconCode } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useMay } from "../../kit/permissions";
import { useTexts } from "../../kit/texts";
import { Sample } from "../sites/index";
import { texts } from "./texts";

const steps = [["first.register", IconWorldPlus], ["first.lines", IconCode], ["first.see", IconEye]] as const;

/** Invitation stands on the home page of a Portico without sites: what comes first, and how to look around before. */
export default function Invitation() {
  const t = useTexts(texts);
  const create = useMay({ action: "create", type: "@sites" });
  const denied = create.known && !create.allowed;
  return (
    <div className="p-steps">
      <section className="p-card p-invitation" aria-labelledby="first">
        <Title order={2} id="first">{t("first")}</Title>
        <Text c="dimmed" maw={640}>{t(denied ? "first.denied" : "first.lead")}</Text>
        {!denied && (
          <>
            <List spacing="sm" center>
              {steps.map(([key, Sign]) => <List.Item key={key} icon={<ThemeIcon variant="light" radius="xl" size={32}><Sign size={18} aria-hidden /></ThemeIcon>}>{t(key)}</List.Item>)}
            </List>
            <Group><Button size="md" rightSection={<IconArrowRight size={18} />} renderRoot={(p) => <Link {...p} to="/start" />}>{t("first.go")}</Button></Group>
          </>
        )}
      </section>
      {!denied && <Sample />}
    </div>
  );
}
