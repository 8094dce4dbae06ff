import { Anchor, Group, Paper, Text, Title } from "@mantine/core";
import { useEffect, useState } from "react";
import { chooseLanguage, language } from "../../kit/language";
import { useStore } from "../../kit/store";
import { useTexts } from "../../kit/texts";
import { Logo } from "../../kit/ui/logo";
import { Forgotten } from "./forgotten";
import { SignInForm } from "./sign-in-form";
import { texts } from "./texts";

/** SignIn is the page for who is not signed in, at whatever address they came to; once signed in they are there. */
export default function SignIn() {
  const t = useTexts(texts);
  const locale = useStore(language);
  const [forgotten, setForgotten] = useState(false);
  const title = t(forgotten ? "forgotten" : "signIn");
  useEffect(() => {
    document.title = `${title} · Portico`;
  }, [title]);
  const other = locale === "en" ? "fr" : "en";
  return (
    <main className="p-door" id="main">
      <div className="p-door-inner">
        <Group justify="space-between" mb="xl">
          <span className="p-logo"><Logo size={30} /> <span lang="en">Portico</span></span>
          <Anchor component="button" type="button" lang={other} onClick={() => chooseLanguage(other)}>{other === "fr" ? "Français" : "English"}</Anchor>
        </Group>
        <Paper p="xl" className="p-card">
          <Title order={1}>{title}</Title>
          <Text c="dimmed" mt={4} mb="lg">{t(forgotten ? "forgotten.lead" : "lead")}</Text>
          {forgotten ? <Forgotten /> : <SignInForm />}
          <Anchor component="button" type="button" size="sm" mt="md" onClick={() => setForgotten(!forgotten)}>
            {t(forgotten ? "signIn.back" : "forgotten")}
          </Anchor>
        </Paper>
      </div>
    </main>
  );
}
