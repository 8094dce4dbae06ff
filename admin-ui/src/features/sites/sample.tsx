import { Code, Text, Title } from "@mantine/core";
import { useTexts } from "../../kit/texts";
import { Copy } from "./lines";
import { startTexts } from "./texts-start";

/** The sample is loaded when a process starts on an empty database: beside this one, with a folder and ports of its own. */
const command = "portico serve --sample --data-dir ./sample-data --delivery-addr :8090 --authoring-addr :8091";

/** Sample says how to look around without registering anything. */
export function Sample() {
  const t = useTexts(startTexts);
  return (
    <section className="p-card p-pad" aria-labelledby="sample">
      <Title order={2} id="sample" mb={4}>{t("sample")}</Title>
      <Text size="sm" c="dimmed">{t("sample.help")}</Text>
      <div className="p-snippet">
        <div className="p-snippet-head"><span /><Copy text={command} /></div>
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a long line is scrolled to */}
        <Code block tabIndex={0}>{command}</Code>
      </div>
    </section>
  );
}
