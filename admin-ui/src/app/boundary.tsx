import { Button } from "@mantine/core";
import { Component, type ReactNode } from "react";
import { useTexts } from "../kit/texts";
import { common } from "../kit/texts-common";
import { Note } from "../kit/ui/states";

/** Quiet leaves out what fails: overlays that cannot load take nothing else with them. */
export class Quiet extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    return this.state.failed ? null : this.props.children;
  }
}

/** Boundary keeps an error of ours from taking the whole page away. */
export class Boundary extends Component<{ children: ReactNode }, { error?: unknown }> {
  override state: { error?: unknown } = {};

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override render() {
    return this.state.error === undefined ? this.props.children : <Broken />;
  }
}

/** Broken is what is left: the reader may load the page again. A new version on the server also ends here, when its files are gone. */
export function Broken() {
  const t = useTexts(common);
  const again = <Button onClick={() => location.reload()}>{t("reload")}</Button>;
  return <main><Note title={t("error.title")} action={again} alert page>{t("error.other")}</Note></main>;
}
