import { type Icon, IconArrowBackUp, IconArrowMerge, IconCopyPlus, IconTrash } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { api, ask, ifMatch } from "../../api/client";
import { confirm } from "../../kit/confirm";
import { useNotify } from "../../kit/notify";
import { useTexts } from "../../kit/texts";
import { asMenu, menusQuery, type Site, spacesOf } from "./queries";
import { texts } from "./texts";
import type { Editor } from "./use-editor";

interface Step {
  label: string;
  icon: Icon;
  act: () => void;
  disabled?: boolean;
  danger?: boolean;
}

/** useLife is what else can become of a menu: back to what is published, back to what the site inherits, gone; or a copy for one site. */
export function useLife(editor: Editor, sites: readonly Site[]): Step[] {
  const t = useTexts(texts);
  const notify = useNotify();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { at, base } = editor;
  const menus = useQuery(menusQuery);
  const params = { path: { ...at }, header: ifMatch(base.version) };
  const site = sites.find((s) => s.key === at.space);
  const there = (space: string) => menus.data?.some((m) => m.space === space && m.name === at.name) ?? false;
  const inherits = site && spacesOf(site, sites).slice(1).some(there);

  async function run(work: () => Promise<void>) {
    try {
      await work();
      await queries.invalidateQueries({ queryKey: ["menus"], refetchType: "none" });
    } catch (error) {
      notify.failed(error);
    }
  }
  const revert = () => run(async () => {
    if (!(await confirm({ title: t("revert"), text: t("revert.text"), yes: t("revert.yes"), danger: true }))) return;
    editor.take(asMenu(await ask(api.POST("/api/v1/menus/{space}/{name}/revert", { params }))));
    notify.done(t("reverted"));
  });
  const resume = () => run(async () => {
    if (!(await confirm({ title: t("resume"), text: t("resume.text"), yes: t("resume.yes"), danger: true }))) return;
    editor.take(base); // nothing is unsaved any more: it is gone
    await ask(api.POST("/api/v1/menus/{space}/{name}/resume", { params }));
    notify.done(t("resumed"));
    await queries.invalidateQueries({ queryKey: ["menus"], exact: true });
    setTimeout(() => void navigate({ to: "/menus" }));
  });
  const erase = () => run(async () => {
    if (!(await confirm({ title: t("erase"), text: t("erase.text"), yes: t("erase.yes"), danger: true }))) return;
    editor.take(base);
    await ask(api.DELETE("/api/v1/menus/{space}/{name}", { params }));
    notify.done(t("erased"));
    await queries.invalidateQueries({ queryKey: ["menus"], exact: true });
    setTimeout(() => void navigate({ to: "/menus" }));
  });
  const steps: Step[] = [{ label: t("revert"), icon: IconArrowBackUp, act: () => void revert(), disabled: base.published }];
  if (inherits) steps.push({ label: t("resume"), icon: IconArrowMerge, act: () => void resume(), danger: true });
  else steps.push({ label: t("erase"), icon: IconTrash, act: () => void erase(), danger: true });
  if (!site) steps.unshift({ label: t("override.other"), icon: IconCopyPlus, act: () => void navigate({ to: "/menus", hash: "sites" }) });
  return steps;
}
