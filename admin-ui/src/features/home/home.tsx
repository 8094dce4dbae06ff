import { useMe } from "../../kit/session";
import { useTexts } from "../../kit/texts";
import { Page } from "../../kit/ui/page";
import { texts } from "./texts";

/** Home is where a day begins. */
export default function Home() {
  const t = useTexts(texts);
  const me = useMe();
  return <Page title={t("welcome", { name: me.name })}>{null}</Page>;
}
